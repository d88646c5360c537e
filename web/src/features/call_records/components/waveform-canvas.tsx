import { useEffect, useRef } from 'react';

import type { Waveform } from '../api/call-records';
import { barHeights, secondAt, shownHeight } from '../model/waveform';
import styles from './recording-player.module.css';

const BAR_WIDTH = 2;
const BAR_GAP = 1;
const LANE_HEIGHT = 46;
const PLAYED: Record<string, string> = { citizen: '#b4560a', agent: '#1b5fc1' };
const TO_COME: Record<string, string> = { citizen: '#e8c6a4', agent: '#b3cbec' };

interface Needs {
  waveform: Waveform;
  durationSeconds: number;
  position: () => number;
  onSeek: (seconds: number) => void;
}

/** One lane a party; what was played is darker; a click goes there. */
export function WaveformCanvas({ waveform, durationSeconds, position, onSeek }: Needs) {
  const canvas = useRef<HTMLCanvasElement>(null);

  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    let width = 0;
    let lanes: { party: string; heights: number[] }[] = [];
    const measure = () => {
      width = element.clientWidth;
      const density = window.devicePixelRatio || 1;
      element.width = width * density;
      element.height = LANE_HEIGHT * waveform.channels.length * density;
      element.getContext('2d')?.scale(density, density);
      const bars = Math.floor(width / (BAR_WIDTH + BAR_GAP));
      lanes = waveform.channels.map(({ party, lowest, highest }) => ({
        party,
        heights: barHeights(lowest, highest, bars),
      }));
    };
    const draw = () => {
      const pen = element.getContext('2d');
      if (pen === null) return;
      const playedTo = durationSeconds > 0 ? (position() / durationSeconds) * width : 0;
      pen.clearRect(0, 0, width, LANE_HEIGHT * lanes.length);
      lanes.forEach(({ party, heights }, lane) => {
        const middle = LANE_HEIGHT * (lane + 0.5);
        heights.forEach((height, bar) => {
          const x = bar * (BAR_WIDTH + BAR_GAP);
          const tall = Math.max(1.5, shownHeight(height) * (LANE_HEIGHT - 8));
          pen.fillStyle = (x < playedTo ? PLAYED[party] : TO_COME[party]) ?? '#8899aa';
          pen.fillRect(x, middle - tall / 2, BAR_WIDTH, tall);
        });
      });
      pen.fillStyle = '#17233a';
      pen.fillRect(Math.max(0, playedTo - 0.75), 0, 1.5, LANE_HEIGHT * lanes.length);
    };
    let frame = 0;
    const loop = () => {
      draw();
      frame = requestAnimationFrame(loop);
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    loop();
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame);
    };
  }, [waveform, durationSeconds, position]);

  return (
    <canvas
      ref={canvas}
      className={styles.canvas}
      style={{ height: LANE_HEIGHT * waveform.channels.length }}
      data-testid="waveform"
      onClick={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        onSeek(secondAt(event.clientX - box.left, box.width, durationSeconds));
      }}
    />
  );
}
