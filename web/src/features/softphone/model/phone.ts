/**
 * The telephone in the page, by JsSIP: registers over the page's own origin, rings, answers, and plays the citizen's
 * voice. It knows nothing of the desk: what a call means and when it is over is the server's word.
 *
 * A lost websocket does not touch a talk: its media goes another way, and JsSIP registers again by itself. Nothing is
 * done when the page is left: no BYE is sent, so that the server can give the call back to the page that comes next.
 */
import * as JsSIP from 'jssip';
import type { RTCSession } from 'jssip/lib/RTCSession';
import type { IncomingRTCSessionEvent, RTCSessionEvent, UA } from 'jssip/lib/UA';

import { socketAddress } from '@/api/live-socket';

import type { SoftphoneAccount } from '../api/softphone';

export type Registration = 'connecting' | 'registered' | 'refused' | 'lost';
export type CallState = 'none' | 'ringing' | 'answering' | 'established';

export interface PhoneView {
  registration: Registration;
  call: CallState;
  /** The server rings again for a talk that is already on: answered without being asked. */
  resuming: boolean;
  remote: MediaStream | null;
  endedAt: number | null;
}

export const SILENT_PHONE: PhoneView = {
  registration: 'connecting',
  call: 'none',
  resuming: false,
  remote: null,
  endedAt: null,
};

const RESUME_HEADER = 'X-Rexian-Resume';
const REGISTER_SECONDS = 120;
const CANDIDATE_WAIT_MILLISECONDS = 500;
const BUSY_HERE = 486;

export class Phone {
  private readonly ua: UA;
  private session: RTCSession | null = null;
  private view: PhoneView = SILENT_PHONE;
  private stopped = false;

  constructor(
    account: SoftphoneAccount,
    private readonly microphone: () => MediaStream | null,
    private readonly onChange: (view: PhoneView) => void,
  ) {
    this.ua = new JsSIP.UA({
      sockets: [new JsSIP.WebSocketInterface(socketAddress(account.websocket_path))],
      uri: `sip:${account.sip_username}@${account.sip_domain}`,
      authorization_user: account.sip_username,
      realm: account.realm,
      password: account.password,
      register_expires: REGISTER_SECONDS,
      session_timers: false,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 8,
      user_agent: 'Rexian',
    });
    this.ua.on('registered', () => {
      this.show({ registration: 'registered' });
    });
    this.ua.on('unregistered', () => {
      this.show({ registration: 'lost' });
    });
    this.ua.on('registrationFailed', ({ response }) => {
      this.show({ registration: (response as unknown) === null ? 'lost' : 'refused' });
    });
    this.ua.on('disconnected', () => {
      this.show({ registration: 'lost' });
    });
    this.ua.on('newRTCSession', (event: RTCSessionEvent) => {
      if (isIncoming(event)) this.receive(event);
    });
  }

  start(): void {
    this.ua.start();
  }

  /** The desk is left for good (signed out, or taken over by another window): the call and the registration end. */
  stop(): void {
    this.stopped = true;
    this.ua.stop();
  }

  answer(): void {
    const stream = this.microphone();
    if (this.session === null || stream === null || this.view.call !== 'ringing') return;
    this.show({ call: 'answering' });
    this.session.answer({ mediaStream: stream, pcConfig: { iceServers: [], bundlePolicy: 'max-bundle' } });
  }

  /** End the local side of a call that the server has ended already. */
  drop(): void {
    if (this.session !== null && !this.session.isEnded()) this.session.terminate();
  }

  /** Whether the microphone came after a resumed call had begun to ring. */
  answerIfResuming(): void {
    if (this.view.resuming) this.answer();
  }

  private receive({ session, request }: IncomingRTCSessionEvent): void {
    const resuming = request.getHeader(RESUME_HEADER) === '1';
    const current = this.session;
    if (current !== null && !current.isEnded()) {
      if (!resuming) {
        session.terminate({ status_code: BUSY_HERE });
        return;
      }
      this.session = null;
      current.terminate();
    }
    this.session = session;
    this.listen(session);
    this.show({ call: 'ringing', resuming, remote: null });
    /* JsSIP announces a session before it is ready to be answered. */
    if (resuming)
      queueMicrotask(() => {
        this.answer();
      });
  }

  private listen(session: RTCSession): void {
    const isCurrent = () => this.session === session;
    let candidateTimer: ReturnType<typeof setTimeout> | undefined;
    session.on('icecandidate', ({ ready }) => {
      candidateTimer ??= setTimeout(ready, CANDIDATE_WAIT_MILLISECONDS);
    });
    session.on('peerconnection', ({ peerconnection }) => {
      peerconnection.addEventListener('track', ({ streams, track }) => {
        if (isCurrent()) this.show({ remote: streams[0] ?? new MediaStream([track]) });
      });
    });
    session.on('confirmed', () => {
      if (isCurrent()) this.show({ call: 'established', resuming: false });
    });
    const over = () => {
      clearTimeout(candidateTimer);
      if (!isCurrent()) return;
      this.session = null;
      this.show({ call: 'none', resuming: false, remote: null, endedAt: Date.now() });
    };
    session.on('ended', over);
    session.on('failed', over);
  }

  private show(change: Partial<PhoneView>): void {
    this.view = { ...this.view, ...change };
    /* What comes late is nobody's business any more. */
    if (!this.stopped) this.onChange(this.view);
  }
}

function isIncoming(event: RTCSessionEvent): event is IncomingRTCSessionEvent {
  return (event.originator as string) === 'remote';
}
