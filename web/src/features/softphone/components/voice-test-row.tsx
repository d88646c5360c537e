import { SoundOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useRef } from 'react';

import { useTranslation } from '@/i18n';

import type { Softphone } from '../model/use-softphone';
import { useVoiceTest } from '../model/voice-test';
import styles from './softphone-panel.module.css';

/** Record oneself for three seconds and listen to it, while nobody is on the phone. */
export function VoiceTestRow({ softphone }: { softphone: Softphone }) {
  const { t } = useTranslation();
  const { phone, microphone } = softphone;
  const free = phone.call === 'none';
  const test = useVoiceTest(microphone.stream, free);
  const audio = useRef<HTMLAudioElement>(null);
  const busy = test.phase === 'recording' || test.phase === 'playing';

  useEffect(() => {
    if (audio.current === null) return;
    audio.current.srcObject = test.playback;
    /* A press of the button came before: browsers let it be heard. */
    if (test.playback !== null) void audio.current.play();
  }, [test.playback]);

  if (!free) return null;
  return (
    <div className={styles.test}>
      <Button
        size="small"
        icon={<SoundOutlined />}
        disabled={microphone.stream === null}
        loading={busy}
        onClick={test.start}
        data-testid="voice-test"
      >
        {t('softphone.test.action')}
      </Button>
      <span role="status" data-testid="voice-test-state" data-phase={test.phase}>
        {t(`softphone.test.${test.phase}`)}
      </span>
      {/* One's own voice has no captions. */}
      <audio ref={audio} data-testid="voice-test-audio" />
    </div>
  );
}
