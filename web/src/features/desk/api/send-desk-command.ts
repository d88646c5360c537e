/** Every command of the desk as a request: one name for each, as its path has it. */
import { answer, api, OWN_PAGE } from '@/api/client';
import type { components } from '@/lib/generated/http';
import type { DeskView } from '@/lib/generated/live';

export type PauseReason = components['schemas']['PauseReason'];
export type MarkKind = components['schemas']['MarkRequest']['kind'];
export type NotReadyReason = components['schemas']['ChosenReason'];

/** Who is asked, gets the contact, or is called. */
export type Target =
  | { kind: 'colleague'; id: string }
  | { kind: 'group'; id: string }
  | { kind: 'number'; id: string }
  | { kind: 'entry'; id: string }
  | { kind: 'queue'; id: string }
  | { kind: 'flow'; id: string };

export type Handover = Record<string, unknown>;

export type PlainCommand =
  | 'sign-in'
  | 'sign-out'
  | 'ready'
  | 'hang-up'
  | 'decline'
  | 'wrap-up/end'
  | 'wrap-up/extend'
  | 'reset'
  | 'resume-media'
  | 'hold'
  | 'retrieve'
  | 'mute'
  | 'unmute'
  | 'consult/take-back'
  | 'consult/complete'
  | 'consult/join'
  | 'park'
  | 'recording/resume';

export type DeskCommand =
  | { name: PlainCommand }
  | { name: 'not-ready'; reason: NotReadyReason }
  | { name: 'recording/pause'; reason: PauseReason }
  | { name: 'recording/mark'; kind: MarkKind }
  | { name: 'acknowledge'; messageId: string }
  | { name: 'answer'; messageId: string; text: string }
  | { name: 'keys'; digits: string }
  | { name: 'consult' | 'transfer'; target: Target; handover: Handover }
  | { name: 'menu'; flowId: string }
  | { name: 'dial'; target: Target }
  | { name: 'leave-after-work' }
  | { name: 'pick-up' | 'call-back'; contactId: string };

export function sendDeskCommand(command: DeskCommand, key: string): Promise<DeskView> {
  const params = { header: { ...OWN_PAGE, 'Idempotency-Key': key } };
  switch (command.name) {
    case 'not-ready':
      return answer(api.POST('/api/desk/not-ready', { params, body: { reason: command.reason } }));
    case 'recording/pause':
      return answer(api.POST('/api/desk/recording/pause', { params, body: { reason: command.reason } }));
    case 'recording/mark':
      return answer(api.POST('/api/desk/recording/mark', { params, body: { kind: command.kind } }));
    case 'acknowledge': {
      const path = { message_id: command.messageId };
      return answer(api.POST('/api/desk/messages/{message_id}/acknowledge', { params: { ...params, path } }));
    }
    case 'answer': {
      const path = { message_id: command.messageId };
      const body = { text: command.text };
      return answer(
        api.POST('/api/desk/messages/{message_id}/answer', { params: { ...params, path }, body }),
      );
    }
    case 'keys':
      return answer(api.POST('/api/desk/keys', { params, body: { digits: command.digits } }));
    case 'menu':
      return answer(api.POST('/api/desk/menu', { params, body: { flow_id: command.flowId } }));
    case 'leave-after-work':
      return answer(api.POST('/api/desk/sign-out', { params, body: { after_work: true } }));
    case 'dial':
      return answer(api.POST('/api/desk/dial', { params, body: called(command.target) }));
    case 'call-back': {
      const path = { contact_id: command.contactId };
      return answer(
        api.POST('/api/desk/missed-calls/{contact_id}/call-back', { params: { ...params, path } }),
      );
    }
    case 'pick-up':
      return answer(api.POST('/api/desk/pick-up', { params, body: { contact_id: command.contactId } }));
    case 'consult': {
      const queue_id = command.target.kind === 'queue' ? command.target.id : null;
      const body = { ...asked(command.target), queue_id, handover: command.handover };
      return answer(api.POST('/api/desk/consult', { params, body }));
    }
    case 'transfer': {
      const { target, handover } = command;
      const queue_id = target.kind === 'queue' ? target.id : null;
      const flow_id = target.kind === 'flow' ? target.id : null;
      const body = { ...asked(target), queue_id, flow_id, handover };
      return answer(api.POST('/api/desk/transfer', { params, body }));
    }
    default:
      return answer(api.POST(`/api/desk/${command.name}`, { params }));
  }
}

const called = (target: Target) => ({
  agent_id: target.kind === 'colleague' ? target.id : null,
  number: target.kind === 'number' ? target.id : null,
  entry_id: target.kind === 'entry' ? target.id : null,
});

const asked = (target: Target) => ({
  ...called(target),
  group_id: target.kind === 'group' ? target.id : null,
});
