import { useLocation } from 'react-router';

import type { DeskCommands } from '@/features/desk/api/use-desk-command';
import type { AnswerWay } from '@/features/desk/components/answer-button';
import { CallBar } from '@/features/desk/components/call-bar';
import { SeatNotices } from '@/features/desk/components/seat-notices';
import { StateBar } from '@/features/desk/components/state-bar';
import { handoverOf, useDraft } from '@/features/desk/model/draft';
import { SupervisorBar } from '@/features/supervision/components/supervisor-bar';
import { isSupervising } from '@/features/supervision/model/supervisor';
import type { DeskView } from '@/lib/generated/live';

interface Needs {
  desk: DeskView;
  commands: DeskCommands;
  answerWay: AnswerWay;
}

/** What stands above every page of who has taken a seat: the state, and the call. */
export function DeskControls({ desk, commands, answerWay }: Needs) {
  const page = useLocation().pathname;
  const { draft } = useDraft(desk.work);
  return (
    <>
      <SeatNotices desk={desk} commands={commands} />
      <StateBar desk={desk} commands={commands} answerWay={answerWay} />
      {desk.state === 'signed_out' ? null : isSupervising(desk) ? (
        <SupervisorBar desk={desk} />
      ) : (
        <CallBar desk={desk} commands={commands} handover={() => handoverOf(draft, page)} />
      )}
    </>
  );
}
