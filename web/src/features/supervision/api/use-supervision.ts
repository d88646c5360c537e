import { useMutation } from '@tanstack/react-query';

import { answer, api, newIdempotencyKey, OWN_PAGE } from '@/api/client';
import type { components } from '@/lib/generated/http';
import type { DeskView } from '@/lib/generated/live';
import { useProblemMessage } from '@/ui/use-problem-message';

export type Follow = components['schemas']['Ear']['follow'];
export type ForcedReason = components['schemas']['ChosenReason'];

export type SupervisionCommand = { agentId: string } & (
  | { name: 'listen' | 'whisper' | 'barge'; follow: Follow }
  | { name: 'take-over' | 'release' | 'ready' | 'sign-out' }
  | { name: 'not-ready'; reason: ForcedReason }
  | { name: 'message'; text: string }
  | { name: 'answer-read'; messageId: string }
);

function send(command: SupervisionCommand): Promise<DeskView> {
  const params = { header: { ...OWN_PAGE, 'Idempotency-Key': newIdempotencyKey() } };
  const agent_id = command.agentId;
  switch (command.name) {
    case 'listen':
    case 'whisper':
    case 'barge': {
      const body = { agent_id, follow: command.follow };
      return answer(api.POST(`/api/supervision/${command.name}`, { params, body }));
    }
    case 'not-ready': {
      const body = { agent_id, reason: command.reason };
      return answer(api.POST('/api/supervision/not-ready', { params, body }));
    }
    case 'message': {
      const body = { agent_id, text: command.text };
      return answer(api.POST('/api/supervision/message', { params, body }));
    }
    case 'answer-read': {
      const body = { agent_id, message_id: command.messageId };
      return answer(api.POST('/api/supervision/answer-read', { params, body }));
    }
    default:
      return answer(api.POST(`/api/supervision/${command.name}`, { params, body: { agent_id } }));
  }
}

/** Sends a supervisor's command. What comes of it is shown by the live sockets, of the floor and of the own desk. */
export function useSupervision() {
  const showProblem = useProblemMessage();
  const mutation = useMutation({ mutationFn: send, retry: false, onError: showProblem });
  return {
    pending: mutation.isPending ? mutation.variables : null,
    /** `done`: only where the server has taken it. */
    run: (command: SupervisionCommand, done?: () => void) => {
      mutation.mutate(command, { onSuccess: () => done?.() });
    },
  };
}

export type Supervision = ReturnType<typeof useSupervision>;
