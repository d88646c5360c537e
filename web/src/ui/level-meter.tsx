import { useEffect, useRef } from 'react';

import { useTranslation } from '@/i18n';

import styles from './level-meter.module.css';

const BARS = 12;
const FLOOR_DECIBELS = -60;

/** How loud a stream is, 0 to 1 on a decibel scale. */
export function levelOf(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length);
  if (power <= 0) return 0;
  const decibels = 10 * Math.log10(power);
  return Math.min(1, Math.max(0, 1 - decibels / FLOOR_DECIBELS));
}

/** Bars that move with what is heard; a silent microphone is seen before a citizen notices it. */
export function LevelMeter({ stream }: { stream: MediaStream | null }) {
  const { t } = useTranslation();
  const meter = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (stream === null || meter.current === null) return undefined;
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 1024;
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const bars = [...meter.current.children] as HTMLElement[];
    const wake = () => void context.resume();
    document.addEventListener('pointerdown', wake);
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const lit = Math.round(levelOf(samples) * BARS);
      bars.forEach((bar, index) => {
        bar.dataset.lit = String(index < lit);
      });
    }, 80);
    return () => {
      clearInterval(timer);
      document.removeEventListener('pointerdown', wake);
      void context.close();
    };
  }, [stream]);

  return (
    <div
      ref={meter}
      className={styles.meter}
      role="img"
      aria-label={t('softphone.level')}
      data-testid="microphone-level"
    >
      {Array.from({ length: BARS }, (_, index) => (
        <span key={index} className={styles.bar} />
      ))}
    </div>
  );
}
