/**
 * Hearing oneself before taking calls: three seconds of the microphone are recorded and played by the same kind of
 * element that plays a citizen. Nothing leaves the page. A call that comes ends it.
 */
import { useCallback, useEffect, useRef, useState } from 'react';

import { levelOf } from '@/ui/level-meter';

export const RECORD_MILLISECONDS = 3000;
const BLOCK_SECONDS = 0.1;
const SPOKEN_LEVEL = 0.35;

export type VoiceTestPhase = 'idle' | 'recording' | 'playing' | 'heard' | 'silent' | 'failed';

/** Whether somebody has spoken: the loudest tenth of a second counts. */
export function isSpoken(samples: Float32Array, sampleRate: number): boolean {
  const block = Math.max(1, Math.round(sampleRate * BLOCK_SECONDS));
  for (let begin = 0; begin < samples.length; begin += block) {
    if (levelOf(samples.subarray(begin, begin + block)) >= SPOKEN_LEVEL) return true;
  }
  return false;
}

export interface VoiceTest {
  phase: VoiceTestPhase;
  /** What is to be played now. */
  playback: MediaStream | null;
  start: () => void;
}

/** `free`: nobody is on the phone. */
export function useVoiceTest(microphone: MediaStream | null, free: boolean): VoiceTest {
  const [phase, setPhase] = useState<VoiceTestPhase>('idle');
  const [playback, setPlayback] = useState<MediaStream | null>(null);
  const running = useRef<AbortController | null>(null);
  const possible = free && microphone !== null;

  useEffect(() => {
    if (!possible) running.current?.abort();
  }, [possible]);
  useEffect(() => () => running.current?.abort(), []);

  const start = useCallback(() => {
    if (!possible || running.current !== null) return;
    const stop = new AbortController();
    running.current = stop;
    setPhase('recording');
    hearOneself(microphone, stop.signal, (stream) => {
      setPlayback(stream);
      setPhase('playing');
    })
      .then(
        (spoken) => (spoken ? 'heard' : 'silent'),
        () => (stop.signal.aborted ? 'idle' : 'failed'),
      )
      .then((end) => {
        running.current = null;
        setPlayback(null);
        setPhase(end);
      }, undefined);
  }, [possible, microphone]);

  return { phase, playback, start };
}

/** Gives whether anything was said. Rejects when it is stopped or the browser cannot do it. */
async function hearOneself(
  microphone: MediaStream,
  stop: AbortSignal,
  play: (stream: MediaStream) => void,
): Promise<boolean> {
  const recorded = await record(microphone, stop);
  const context = new AudioContext();
  try {
    const sound = await context.decodeAudioData(await recorded.arrayBuffer());
    if (!isSpoken(sound.getChannelData(0), sound.sampleRate)) return false;
    const source = new AudioBufferSourceNode(context, { buffer: sound });
    const destination = new MediaStreamAudioDestinationNode(context);
    source.connect(destination);
    const ended = new Promise((done) => {
      source.onended = done;
    });
    source.start();
    play(destination.stream);
    await unlessStopped(ended, stop);
    return true;
  } finally {
    await context.close();
  }
}

async function record(microphone: MediaStream, stop: AbortSignal): Promise<Blob> {
  const recorder = new MediaRecorder(microphone);
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const over = new Promise((done) => {
    recorder.onstop = done;
  });
  recorder.start();
  try {
    await unlessStopped(new Promise((done) => setTimeout(done, RECORD_MILLISECONDS)), stop);
  } finally {
    recorder.stop();
  }
  await over;
  return new Blob(parts, { type: recorder.mimeType });
}

const unlessStopped = (wait: Promise<unknown>, stop: AbortSignal): Promise<unknown> =>
  Promise.race([
    wait,
    new Promise((_, refuse) => {
      stop.addEventListener('abort', () => {
        refuse(new DOMException('stopped', 'AbortError'));
      });
    }),
  ]);
