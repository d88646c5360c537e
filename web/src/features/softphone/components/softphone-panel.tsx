import { AudioMutedOutlined, AudioOutlined, PhoneOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';

import { useTranslation } from '@/i18n';
import { LevelMeter } from '@/ui/level-meter';
import { Panel } from '@/ui/panel';

import type { PhoneHealth } from '../model/phone-health';
import type { Softphone } from '../model/use-softphone';
import styles from './softphone-panel.module.css';
import { VoiceTestRow } from './voice-test-row';

/** How the telephone stands, what to do where it does not, and how loud the agent is. */
export function SoftphonePanel({ softphone, health }: { softphone: Softphone; health: PhoneHealth }) {
  const { t } = useTranslation();
  const { microphone } = softphone;
  return (
    <Panel title={t('softphone.title')} testId="softphone">
      <div className={styles.rows}>
        <div className={styles.row}>
          <PhoneOutlined />
          <span data-testid="softphone-state" data-health={health}>
            {t(`softphone.health.${health}`)}
          </span>
        </div>
        {softphone.external || health === 'off' ? null : (
          <div className={styles.row}>
            {microphone.stream === null ? <AudioMutedOutlined /> : <AudioOutlined />}
            {microphone.stream === null ? (
              <span>{t(microphone.asking ? 'softphone.asking' : 'softphone.no_microphone')}</span>
            ) : (
              <LevelMeter stream={microphone.stream} />
            )}
          </div>
        )}
        {softphone.external || health === 'off' ? null : <VoiceTestRow softphone={softphone} />}
        {microphone.problem === null ? null : (
          <Alert
            type="warning"
            data-testid="microphone-problem"
            title={t(`softphone.problem.${microphone.problem}.title`)}
            description={
              <>
                <p className={styles.remedy}>{t(`softphone.problem.${microphone.problem}.remedy`)}</p>
                <p className={styles.remedy}>{t('softphone.any_phone')}</p>
                <Button size="small" onClick={softphone.openMicrophone} data-testid="microphone-retry">
                  {t('softphone.retry')}
                </Button>
              </>
            }
          />
        )}
        {health === 'refused' || health === 'unreachable' ? (
          <Alert type="warning" title={t(`softphone.remedy.${health}`)} />
        ) : null}
        {softphone.external ? <p className={styles.note}>{t('softphone.external_note')}</p> : null}
      </div>
    </Panel>
  );
}
