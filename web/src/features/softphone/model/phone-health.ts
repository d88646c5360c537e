/** One word for how the telephone stands, from what the page and what the server know of it. */
import type { Softphone } from './use-softphone';

export type PhoneHealth =
  'off' | 'connecting' | 'ready' | 'in_call' | 'external' | 'no_microphone' | 'unreachable' | 'refused';

export function phoneHealth(softphone: Softphone, seated: boolean, registeredAtServer: boolean): PhoneHealth {
  if (!seated) return 'off';
  if (softphone.external) return registeredAtServer ? 'external' : 'unreachable';
  const { phone, microphone } = softphone;
  if (phone.call === 'established') return 'in_call';
  if (microphone.problem !== null) return 'no_microphone';
  if (phone.registration === 'refused') return 'refused';
  if (phone.registration === 'lost') return 'unreachable';
  if (phone.registration === 'connecting' || microphone.stream === null) return 'connecting';
  return registeredAtServer ? 'ready' : 'connecting';
}

export const toneOf = (health: PhoneHealth): 'good' | 'wait' | 'bad' | 'quiet' => {
  switch (health) {
    case 'ready':
    case 'in_call':
    case 'external':
      return 'good';
    case 'connecting':
      return 'wait';
    case 'off':
      return 'quiet';
    default:
      return 'bad';
  }
};
