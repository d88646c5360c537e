import { Table, type TableColumnsType } from 'antd';

import { useTranslation } from '@/i18n';
import type { DeskView, SeatView } from '@/lib/generated/live';
import { RunningTime } from '@/ui/running-time';

import type { Follow, Supervision } from '../api/use-supervision';
import { SeatActions } from './seat-actions';
import { SeatAnswers } from './seat-answers';
import { SeatCall } from './seat-call';
import { SeatState } from './seat-state';
import styles from './seat-table.module.css';

interface Needs {
  seats: readonly SeatView[];
  own: DeskView | undefined;
  follow: Follow;
  supervision: Supervision;
}

/** Every seat in a line: who, in which state and for how long, with which call, and what can be done. */
export function SeatTable({ seats, ...actions }: Needs) {
  const { t } = useTranslation();
  const columns: TableColumnsType<SeatView> = [
    {
      title: t('supervision.column.agent'),
      width: 120,
      render: (_, seat) => (
        <>
          <strong>{seat.name}</strong> <span className={styles.number}>{seat.staff_number}</span>
        </>
      ),
    },
    { title: t('supervision.column.state'), width: 164, render: (_, seat) => <SeatState seat={seat} /> },
    {
      title: t('supervision.column.since'),
      width: 76,
      render: (_, seat) =>
        seat.state === 'signed_out' ? t('value.none') : <RunningTime since={seat.state_since} />,
    },
    {
      title: t('supervision.column.call'),
      render: (_, seat) => (
        <>
          <SeatCall contact={seat.contact} />
          <SeatAnswers seat={seat} supervision={actions.supervision} />
        </>
      ),
    },
    {
      title: t('supervision.column.actions'),
      width: 664,
      render: (_, seat) => <SeatActions seat={seat} {...actions} />,
    },
  ];
  return (
    <Table<SeatView>
      rowKey="agent_id"
      size="small"
      pagination={false}
      columns={columns}
      dataSource={[...seats]}
      locale={{ emptyText: t('supervision.no_seats') }}
      onRow={(seat) =>
        ({
          'data-testid': `seat-${seat.staff_number}`,
          'data-state': seat.state,
        }) as React.HTMLAttributes<HTMLElement>
      }
    />
  );
}
