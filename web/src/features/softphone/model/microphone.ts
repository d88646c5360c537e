/**
 * The microphone: one stream kept open while the agent is signed in, so that answering takes no time and a dead
 * microphone is seen before a call. Says clearly why there is none.
 */
export type MicrophoneProblem = 'insecure' | 'denied' | 'missing' | 'occupied' | 'ended';

export interface MicrophoneView {
  stream: MediaStream | null;
  problem: MicrophoneProblem | null;
  asking: boolean;
}

export const MICROPHONE_CONSTRAINTS: MediaStreamConstraints = {
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 },
  video: false,
};

export function problemOf(error: unknown): MicrophoneProblem {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing';
  return 'occupied';
}

export const microphoneAllowedHere = (): boolean =>
  window.isSecureContext && (navigator as Partial<Navigator>).mediaDevices !== undefined;

export class Microphone {
  private view: MicrophoneView = { stream: null, problem: null, asking: false };
  private closed = false;

  constructor(private readonly onChange: (view: MicrophoneView) => void) {}

  get stream(): MediaStream | null {
    return this.view.stream;
  }

  async open(): Promise<void> {
    if (this.view.stream !== null || this.view.asking) return;
    this.closed = false;
    if (!microphoneAllowedHere()) {
      this.show({ stream: null, problem: 'insecure', asking: false });
      return;
    }
    this.show({ stream: null, problem: null, asking: true });
    try {
      const stream = await navigator.mediaDevices.getUserMedia(MICROPHONE_CONSTRAINTS);
      if (this.closed) {
        stopTracks(stream);
        return;
      }
      stream.getAudioTracks().forEach((track) => {
        track.onended = this.ended;
      });
      navigator.mediaDevices.addEventListener('devicechange', this.retry);
      this.show({ stream, problem: null, asking: false });
    } catch (error) {
      this.show({ stream: null, problem: problemOf(error), asking: false });
      navigator.mediaDevices.addEventListener('devicechange', this.retry);
    }
  }

  close(): void {
    this.closed = true;
    if (microphoneAllowedHere()) navigator.mediaDevices.removeEventListener('devicechange', this.retry);
    if (this.view.stream !== null) stopTracks(this.view.stream);
    this.show({ stream: null, problem: null, asking: false });
  }

  private readonly ended = (): void => {
    this.show({ stream: null, problem: 'ended', asking: false });
  };

  private readonly retry = (): void => {
    if (this.view.stream === null && this.view.problem !== 'denied') void this.open();
  };

  private show(view: MicrophoneView): void {
    this.view = view;
    this.onChange(view);
  }
}

function stopTracks(stream: MediaStream): void {
  stream.getTracks().forEach((track) => {
    track.onended = null;
    track.stop();
  });
}
