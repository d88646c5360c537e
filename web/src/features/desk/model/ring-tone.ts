/** The ring: the Chinese ringing tone's 450 Hz with a soft overtone, 1 s on and 2 s off, made in the browser. */
const ON_SECONDS = 1;
const PERIOD_MILLISECONDS = 3000;

export class RingTone {
  private context: AudioContext | null = null;
  private timer: ReturnType<typeof setInterval> | undefined;

  start(): void {
    if (this.context !== null) return;
    this.context = new AudioContext();
    document.addEventListener('pointerdown', this.wake);
    document.addEventListener('keydown', this.wake);
    this.ring();
    this.timer = setInterval(this.ring, PERIOD_MILLISECONDS);
  }

  stop(): void {
    clearInterval(this.timer);
    document.removeEventListener('pointerdown', this.wake);
    document.removeEventListener('keydown', this.wake);
    void this.context?.close();
    this.context = null;
  }

  /** A page that was not touched since its load may not sound until it is. */
  private readonly wake = (): void => {
    void this.context?.resume();
  };

  private readonly ring = (): void => {
    const context = this.context;
    if (context === null) return;
    const start = context.currentTime + 0.02;
    const volume = context.createGain();
    volume.connect(context.destination);
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(0.22, start + 0.03);
    volume.gain.setValueAtTime(0.22, start + ON_SECONDS - 0.06);
    volume.gain.linearRampToValueAtTime(0, start + ON_SECONDS);
    for (const frequency of [450, 900]) {
      const tone = context.createOscillator();
      tone.frequency.value = frequency;
      const share = context.createGain();
      share.gain.value = frequency === 450 ? 1 : 0.25;
      tone.connect(share).connect(volume);
      tone.start(start);
      tone.stop(start + ON_SECONDS);
    }
  };
}
