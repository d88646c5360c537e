/**
 * The live socket: connects, resumes after the last sequence number, notices a dead peer, and tries again with growing
 * pauses. What a message means is not its business: each is handed to `onMessage`.
 *
 * The page's sign of life is sent in answer to the server's ping (and by a timer while the page is in view), since
 * browsers hold back the timers of hidden pages but not their messages.
 */
import { backoffMilliseconds } from '@/lib/backoff';
import type { ClientPing, LiveMessages } from '@/lib/generated/live';

export type ServerMessage = LiveMessages['server'];
export type SupervisionMessage = LiveMessages['supervision'];
export type LiveStatus = 'connecting' | 'open' | 'lost' | 'closed';

export interface LiveSocketOptions<Message> {
  address: (after: number | null) => string;
  onMessage: (message: Message) => void;
  onStatus: (status: LiveStatus) => void;
  /** The socket could not be opened, or was closed because the sign-in is over: time to ask who is signed in. */
  onRefused: () => void;
}

export const PING_MILLISECONDS = 4000;
export const SILENCE_MILLISECONDS = 12_000;
const SIGNED_OUT_CODE = 4401;
const PING = JSON.stringify({ type: 'ping' } satisfies ClientPing);

export class LiveSocket<Message extends ServerMessage | SupervisionMessage = ServerMessage> {
  private socket: WebSocket | null = null;
  private sequence: number | null = null;
  private attempt = 0;
  private lastHeard = 0;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private watchTimer: ReturnType<typeof setInterval> | undefined;
  private stopped = true;

  constructor(private readonly options: LiveSocketOptions<Message>) {}

  start(): void {
    if (!this.stopped) return;
    this.stopped = false;
    window.addEventListener('online', this.retryNow);
    document.addEventListener('visibilitychange', this.lookAgain);
    this.watchTimer = setInterval(this.watch, PING_MILLISECONDS);
    this.options.onStatus('connecting');
    this.connect();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.retryTimer);
    clearInterval(this.watchTimer);
    window.removeEventListener('online', this.retryNow);
    document.removeEventListener('visibilitychange', this.lookAgain);
    this.drop();
    this.options.onStatus('closed');
  }

  private connect(): void {
    const socket = new WebSocket(this.options.address(this.sequence));
    let opened = false;
    this.socket = socket;
    this.lastHeard = Date.now();
    socket.onopen = () => {
      opened = true;
    };
    socket.onmessage = (event: MessageEvent<string>) => {
      this.hear(JSON.parse(event.data) as Message);
    };
    socket.onclose = (event) => {
      if (this.socket !== socket) return;
      this.socket = null;
      if (!opened || event.code === SIGNED_OUT_CODE) this.options.onRefused();
      this.retryLater();
    };
  }

  private hear(message: Message): void {
    this.lastHeard = Date.now();
    this.attempt = 0;
    this.options.onStatus('open');
    if (message.type === 'desk') this.sequence = message.sequence;
    if (message.type === 'ping') this.ping();
    this.options.onMessage(message);
  }

  private ping(): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(PING);
  }

  private readonly watch = (): void => {
    if (this.socket === null) return;
    if (Date.now() - this.lastHeard < SILENCE_MILLISECONDS) {
      this.ping();
      return;
    }
    this.drop();
    this.retryLater();
  };

  private readonly lookAgain = (): void => {
    if (document.visibilityState === 'visible') {
      this.watch();
      this.retryNow();
    }
  };

  private readonly retryNow = (): void => {
    if (this.stopped || this.socket !== null) return;
    clearTimeout(this.retryTimer);
    this.connect();
  };

  private retryLater(): void {
    if (this.stopped) return;
    this.options.onStatus('lost');
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(this.retryNow, backoffMilliseconds(this.attempt));
    this.attempt += 1;
  }

  private drop(): void {
    const socket = this.socket;
    this.socket = null;
    if (socket === null) return;
    socket.onclose = null;
    socket.onmessage = null;
    socket.close();
  }
}

/** The address of a socket path on the page's own origin. */
export function socketAddress(path: string): string {
  const scheme = window.location.protocol === 'https:' ? 'wss' : 'ws';
  return `${scheme}://${window.location.host}${path}`;
}
