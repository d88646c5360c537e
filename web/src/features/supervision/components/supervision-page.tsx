import { useQuery } from '@tanstack/react-query';
import { Alert, Input, Segmented, Spin } from 'antd';
import { useState } from 'react';
import { useOutletContext } from 'react-router';

import { useTranslation } from '@/i18n';
import type { DeskView } from '@/lib/generated/live';
import { Panel } from '@/ui/panel';

import { alarmsQuery, floorQuery, useFloorFeed } from '../api/floor';
import { useSupervision, type Follow } from '../api/use-supervision';
import { isFound } from '../model/floor';
import { FloorAlarms } from './floor-alarms';
import { FloorFigures } from './floor-figures';
import { PromisesPanel } from './promises-panel';
import { SeatTable } from './seat-table';
import styles from './supervision-page.module.css';

const FOLLOWS: readonly Follow[] = ['contact', 'seat'];

/** The floor, live, with what a supervisor can do. Who has no seat of his own sees all and hears nothing. */
export function SupervisionPage() {
  const { t } = useTranslation();
  const own = (useOutletContext<{ desk?: DeskView } | null>() ?? {}).desk;
  const status = useFloorFeed();
  const floor = useQuery(floorQuery);
  const alarms = useQuery(alarmsQuery);
  const [wanted, setWanted] = useState('');
  const supervision = useSupervision();
  const [follow, setFollow] = useState<Follow>('contact');
  if (floor.data === undefined)
    return floor.isError ? <Alert type="warning" title={t('problem.unreachable')} /> : <Spin size="large" />;
  return (
    <div className={styles.page} data-testid="supervision" data-stale={status === 'lost'}>
      <FloorAlarms alarms={alarms.data ?? []} />
      <FloorFigures floor={floor.data} />
      <Panel
        title={t('supervision.title')}
        fill
        extra={
          <span className={styles.follow}>
            <Input
              allowClear
              size="small"
              className={styles.find ?? ''}
              value={wanted}
              placeholder={t('supervision.find')}
              aria-label={t('supervision.find')}
              onChange={(event) => {
                setWanted(event.target.value);
              }}
              data-testid="find-seat"
            />
            {own === undefined || own.state === 'signed_out' ? (
              <span data-testid="cannot-listen">
                {t(own === undefined ? 'supervision.no_own_seat' : 'supervision.sign_in_first')}
              </span>
            ) : null}
            <span>{t('supervision.follow.title')}</span>
            <Segmented
              size="small"
              value={follow}
              options={FOLLOWS.map((each) => ({ value: each, label: t(`supervision.follow.${each}`) }))}
              onChange={setFollow}
            />
          </span>
        }
      >
        <SeatTable
          seats={floor.data.seats.filter((seat) => isFound(seat, wanted))}
          isSearched={wanted.trim() !== ''}
          own={own}
          follow={follow}
          supervision={supervision}
        />
      </Panel>
      <PromisesPanel />
    </div>
  );
}
