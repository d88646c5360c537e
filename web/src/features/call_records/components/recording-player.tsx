import { CaretRightFilled, PauseOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Segmented, Skeleton } from 'antd';
import { useCallback, useRef, useState, type KeyboardEvent } from 'react';

import { ApiProblem } from '@/api/problem';
import { useTranslation } from '@/i18n';
import { formatDuration } from '@/lib/format';
import { useRemembered } from '@/lib/remembered';

import { audioAddress, waveformQuery } from '../api/call-records';
import { MomentsList, MomentsOverlay } from './recording-moments';
import styles from './recording-player.module.css';
import { WaveformCanvas } from './waveform-canvas';

const SPEEDS = [1, 1.25, 1.5] as const;
const STEP_SECONDS = 5;

/** Plays one recording: click into the picture, space, arrows, and a speed that is remembered. */
export function RecordingPlayer({ recordingId }: { recordingId: string }) {
  const { t } = useTranslation();
  const waveform = useQuery(waveformQuery(recordingId));
  const audio = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [failed, setFailed] = useState(false);
  const [seconds, setSeconds] = useState(0);
  const [length, setLength] = useState<number | null>(null);
  const [speed, setSpeed] = useRemembered<number>('recording_speed', 1);
  const duration = length ?? waveform.data?.duration_seconds ?? 0;

  const position = useCallback(() => audio.current?.currentTime ?? 0, []);
  const seek = (to: number) => {
    if (audio.current === null) return;
    audio.current.currentTime = Math.min(Math.max(0, to), duration);
    setSeconds(audio.current.currentTime);
  };
  const toggle = () => {
    const player = audio.current;
    if (player === null) return;
    player.playbackRate = speed;
    if (player.paused)
      void player.play().catch(() => {
        setFailed(true);
      });
    else player.pause();
  };
  const pressed = (event: KeyboardEvent) => {
    const acts: Record<string, () => void> = {
      ' ': toggle,
      ArrowLeft: () => {
        seek(position() - STEP_SECONDS);
      },
      ArrowRight: () => {
        seek(position() + STEP_SECONDS);
      },
    };
    const act = acts[event.key];
    if (act === undefined || (event.target as HTMLElement).closest('input, .ant-segmented') !== null) return;
    event.preventDefault();
    act();
  };

  if (waveform.isError) {
    const title = waveform.error instanceof ApiProblem ? waveform.error.title : '';
    return <Alert type="warning" showIcon title={title || t('recording.failed')} />;
  }
  return (
    <div
      className={styles.player}
      tabIndex={0}
      role="group"
      aria-label={t('recording.title')}
      onKeyDown={pressed}
      data-testid="player"
    >
      <div className={styles.lanes}>
        <div className={styles.parties}>
          {(waveform.data?.channels ?? []).map(({ party }) => (
            <span key={party} data-party={party}>
              {party === 'agent' ? t('party.agent') : t('party.citizen')}
            </span>
          ))}
        </div>
        {waveform.data === undefined ? (
          <Skeleton.Node active className={styles.waiting ?? ''} />
        ) : (
          <div className={styles.picture}>
            <WaveformCanvas
              waveform={waveform.data}
              durationSeconds={duration}
              position={position}
              onSeek={seek}
            />
            <MomentsOverlay
              pauses={waveform.data.pauses}
              marks={waveform.data.marks}
              durationSeconds={duration}
              onSeek={seek}
            />
          </div>
        )}
      </div>
      <div className={styles.controls}>
        <Button
          type="primary"
          shape="circle"
          icon={playing ? <PauseOutlined /> : <CaretRightFilled />}
          onClick={toggle}
          aria-label={playing ? t('recording.pause') : t('recording.play')}
          data-testid="play"
          data-playing={playing}
        />
        <span className={`${styles.time ?? ''} digits`} data-testid="player-time">
          {formatDuration(seconds)}
          <span className={styles.of}>{` / ${formatDuration(duration)}`}</span>
        </span>
        <Segmented
          size="small"
          value={speed}
          options={SPEEDS.map((value) => ({ value, label: `${String(value)}×` }))}
          onChange={(value) => {
            setSpeed(value);
            if (audio.current !== null) audio.current.playbackRate = value;
          }}
          aria-label={t('recording.speed')}
        />
        <span className={styles.keys}>{t('recording.keys')}</span>
      </div>
      <MomentsList pauses={waveform.data?.pauses ?? []} marks={waveform.data?.marks ?? []} onSeek={seek} />
      {failed ? <Alert type="warning" showIcon title={t('recording.failed')} /> : null}
      <audio
        ref={audio}
        src={audioAddress(recordingId)}
        preload="none"
        data-testid="recording-audio"
        onPlay={() => {
          setPlaying(true);
        }}
        onPause={() => {
          setPlaying(false);
        }}
        onEnded={() => {
          setPlaying(false);
        }}
        onError={() => {
          setFailed(true);
        }}
        onTimeUpdate={(event) => {
          setSeconds(event.currentTarget.currentTime);
        }}
        onDurationChange={(event) => {
          const known = event.currentTarget.duration;
          if (Number.isFinite(known)) setLength(known);
        }}
      />
    </div>
  );
}
