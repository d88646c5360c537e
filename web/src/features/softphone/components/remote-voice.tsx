import { SoundOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';

import { useTranslation } from '@/i18n';

/** The citizen's voice. A browser that refuses to play unasked gets a button. */
export function RemoteVoice({ stream }: { stream: MediaStream | null }) {
  const { t } = useTranslation();
  const audio = useRef<HTMLAudioElement>(null);
  const [blocked, setBlocked] = useState(false);

  const play = () => {
    audio.current?.play().then(
      () => {
        setBlocked(false);
      },
      (error: unknown) => {
        setBlocked(error instanceof DOMException && error.name === 'NotAllowedError');
      },
    );
  };

  useEffect(() => {
    if (audio.current === null) return;
    audio.current.srcObject = stream;
    if (stream !== null) play();
  }, [stream]);

  return (
    <>
      {/* A live talk has no captions. */}
      <audio ref={audio} data-testid="remote-voice" />
      {blocked && stream !== null ? (
        <Button danger type="primary" icon={<SoundOutlined />} onClick={play} data-testid="hear-citizen">
          {t('softphone.hear')}
        </Button>
      ) : null}
    </>
  );
}
