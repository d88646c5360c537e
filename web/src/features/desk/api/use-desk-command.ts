import { useMutation, useQueryClient } from '@tanstack/react-query';

import { answer, api, newIdempotencyKey, OWN_PAGE } from '@/api/client';
import type { components } from '@/lib/generated/http';
import type { DeskView } from '@/lib/generated/live';

import { deskQuery } from './desk';

export type NotReadyReason = components['schemas']['ChosenReason'];

export type DeskCommand =
  | { name: 'sign-in' | 'sign-out' | 'ready' | 'hang-up' | 'decline' | 'wrap-up/end' | 'resume-media' }
  | { name: 'not-ready'; reason: NotReadyReason };

interface Wish {
  command: DeskCommand;
  key: string;
  seen: DeskView | undefined;
}

function send({ command, key }: Wish): Promise<DeskView> {
  const params = { header: { ...OWN_PAGE, 'Idempotency-Key': key } };
  if (command.name === 'not-ready') {
    return answer(api.POST('/api/desk/not-ready', { params, body: { reason: command.reason } }));
  }
  return answer(api.POST(`/api/desk/${command.name}`, { params }));
}

/**
 * Sends what a button asks for. The answer shows the desk afterwards; it is taken only where the live socket has not
 * already shown something newer.
 */
export function useDeskCommand(onError: (error: Error) => void) {
  const cache = useQueryClient();
  const mutation = useMutation({
    mutationFn: send,
    onError,
    onSuccess: (desk, wish) => {
      if (cache.getQueryData(deskQuery.queryKey) === wish.seen) cache.setQueryData(deskQuery.queryKey, desk);
    },
  });
  return {
    pending: mutation.isPending ? mutation.variables.command.name : null,
    run: (command: DeskCommand) => {
      mutation.mutate({ command, key: newIdempotencyKey(), seen: cache.getQueryData(deskQuery.queryKey) });
    },
    ask: (command: DeskCommand) =>
      mutation.mutateAsync({
        command,
        key: newIdempotencyKey(),
        seen: cache.getQueryData(deskQuery.queryKey),
      }),
  };
}

export type DeskCommands = ReturnType<typeof useDeskCommand>;
