import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';

import { deskQuery } from '@/features/desk/api/desk';
import { useDeskCommand, type DeskCommand, type DeskCommands } from '@/features/desk/api/use-desk-command';
import { useOwnCall } from '@/features/desk/model/use-own-call';
import { softphoneQuery } from '@/features/softphone/api/softphone';
import { phoneHealth } from '@/features/softphone/model/phone-health';
import { useSoftphone } from '@/features/softphone/model/use-softphone';
import { useProblemMessage } from '@/ui/use-problem-message';

const RINGS_HERE_FIRST = new Set<DeskCommand['name']>(['dial', 'pick-up']);

/** The desk with its commands and its telephone, tied together. */
export function useDesk() {
  const showProblem = useProblemMessage();
  const deskAnswer = useQuery(deskQuery);
  const account = useQuery(softphoneQuery);
  const desk = deskAnswer.data;
  const seated = desk !== undefined && desk.state !== 'signed_out';
  const plain = useDeskCommand(showProblem);
  const { ask } = useDeskCommand(ignore);
  const resume = useCallback(() => ask({ name: 'resume-media' }), [ask]);
  const softphone = useSoftphone({
    account: account.data,
    seated,
    phase: desk === undefined ? undefined : (desk.work?.phase ?? null),
    resume,
  });
  const expectCall = useOwnCall({ desk, canAnswer: softphone.canAnswer, answer: softphone.answer });
  const commands = useMemo<DeskCommands>(() => {
    const expecting = <T>(send: (command: DeskCommand) => T) => {
      return (command: DeskCommand): T => {
        if (RINGS_HERE_FIRST.has(command.name)) expectCall();
        return send(command);
      };
    };
    return { ...plain, run: expecting(plain.run), ask: expecting(plain.ask) };
  }, [plain, expectCall]);
  const health = phoneHealth(softphone, seated, desk?.phone_registered ?? false);
  return { desk, deskAnswer, seated, commands, softphone, health };
}

const ignore = () => undefined;
