import { useEffect, useMemo, useRef, useState } from 'react';

import type { WorkPhase } from '@/lib/generated/live';

import type { SoftphoneAccount } from '../api/softphone';
import { Microphone, type MicrophoneView } from './microphone';
import { Phone, SILENT_PHONE, type PhoneView } from './phone';
import { resumeDelay } from './resume';

export interface Softphone {
  /** A telephone outside the page takes the calls. */
  external: boolean;
  phone: PhoneView;
  microphone: MicrophoneView;
  canAnswer: boolean;
  answer: () => void;
  openMicrophone: () => void;
}

interface Wanted {
  account: SoftphoneAccount | undefined;
  /** The agent has taken a seat: only then are the microphone and the telephone needed. */
  seated: boolean;
  /** Where the contact on the desk stands; null = there is none, undefined = not yet known. */
  phase: WorkPhase | null | undefined;
  resume: () => Promise<unknown>;
}

const NO_MICROPHONE: MicrophoneView = { stream: null, problem: null, asking: false };

/** The page's telephone, tied to the desk: seated = registered, no work = no call, a talk without a call = asked back. */
export function useSoftphone({ account, seated, phase, resume }: Wanted): Softphone {
  const external = account?.phone_kind === 'sip';
  const wanted = seated && account !== undefined && !external;
  const [phone, setPhone] = useState<PhoneView>(SILENT_PHONE);
  const [microphone, setMicrophone] = useState<MicrophoneView>(NO_MICROPHONE);
  const phoneRef = useRef<Phone | null>(null);
  const microphoneRef = useRef<Microphone | null>(null);

  useEffect(() => {
    if (!wanted) return undefined;
    const ownMicrophone = new Microphone(setMicrophone);
    const ownPhone = new Phone(account, () => ownMicrophone.stream, setPhone);
    microphoneRef.current = ownMicrophone;
    phoneRef.current = ownPhone;
    void ownMicrophone.open();
    ownPhone.start();
    return () => {
      phoneRef.current = null;
      microphoneRef.current = null;
      ownPhone.stop();
      ownMicrophone.close();
      setPhone(SILENT_PHONE);
    };
  }, [wanted, account]);

  useEffect(() => {
    if (microphone.stream !== null) phoneRef.current?.answerIfResuming();
  }, [microphone.stream]);

  useDropWithoutWork(phoneRef, phone, phase);
  useResume({ phone, microphoneReady: microphone.stream !== null, phase, resume });

  return useMemo(
    () => ({
      external,
      phone,
      microphone,
      canAnswer: phone.call === 'ringing' && microphone.stream !== null,
      answer: () => phoneRef.current?.answer(),
      openMicrophone: () => void microphoneRef.current?.open(),
    }),
    [external, phone, microphone],
  );
}

const WITHOUT_WORK_MILLISECONDS = 3000;

/** The server owns the truth: a call that stays here although the desk shows no talk is ended. */
function useDropWithoutWork(
  phoneRef: React.RefObject<Phone | null>,
  phone: PhoneView,
  phase: WorkPhase | null | undefined,
): void {
  const over = (phase === null || phase === 'wrap_up') && phone.call === 'established';
  useEffect(() => {
    if (!over) return undefined;
    const timer = setTimeout(() => phoneRef.current?.drop(), WITHOUT_WORK_MILLISECONDS);
    return () => {
      clearTimeout(timer);
    };
  }, [over, phoneRef]);
}

interface ResumeNeeds {
  phone: PhoneView;
  microphoneReady: boolean;
  phase: WorkPhase | null | undefined;
  resume: () => Promise<unknown>;
}

function useResume({ phone, microphoneReady, phase, resume }: ResumeNeeds): void {
  const askedAt = useRef<number | null>(null);
  const ask = useRef(resume);
  const [tries, setTries] = useState(0);
  const registered = phone.registration === 'registered';
  const sessionPresent = phone.call !== 'none';

  useEffect(() => {
    ask.current = resume;
  }, [resume]);

  useEffect(() => {
    if (sessionPresent) askedAt.current = null;
    const facts = {
      phase: phase ?? null,
      registered,
      microphoneReady,
      sessionPresent,
      endedAt: phone.endedAt,
      askedAt: askedAt.current,
    };
    const delay = resumeDelay(facts, Date.now());
    if (delay === null) return undefined;
    const timer = setTimeout(() => {
      askedAt.current = Date.now();
      setTries((count) => count + 1);
      /* A refusal (the talk is over by now) changes nothing here: the desk will show it. */
      ask.current().catch(() => undefined);
    }, delay);
    return () => {
      clearTimeout(timer);
    };
  }, [phase, registered, microphoneReady, sessionPresent, phone.endedAt, tries]);
}
