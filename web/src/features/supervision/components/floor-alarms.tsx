import { Alert } from 'antd';

import { useTranslation } from '@/i18n';
import type { Alarm } from '@/lib/generated/live';
import { RunningTime } from '@/ui/running-time';

/** What is wrong in the running centre, above all else. */
export function FloorAlarms({ alarms }: { alarms: readonly Alarm[] }) {
  const { t } = useTranslation();
  return alarms.map((alarm) => (
    <Alert
      key={`${alarm.kind} ${alarm.queue_id}`}
      type="error"
      showIcon
      role="alert"
      title={
        <>
          <strong>{t(`supervision.alarm.${alarm.kind}`, { queue: alarm.queue_name })}</strong>{' '}
          {t(`supervision.alarm.${alarm.kind}_remedy`)}
        </>
      }
      action={
        <span>
          {t('supervision.alarm.since')} <RunningTime since={alarm.since} />
        </span>
      }
      data-testid={`alarm-${alarm.kind}`}
    />
  ));
}
