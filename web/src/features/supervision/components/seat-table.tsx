import { Table, type TableColumnsType } from 'antd';

import { useTranslation } from '@/i18n';
import type { DeskView, SeatView } from '@/lib/generated/live';
import { RunningTime } from '@/ui/running-time';

import type { Follow, Supervision } from '../api/use-supervision';
import { ORDERS } from '../model/floor';
import { SeatActions } from './seat-actions';
import { SeatAnswers } from './seat-answers';
import { SeatCall } from './seat-call';
import { SeatState } from './seat-state';
import styles from './seat-table.module.css';

const SEATS_ON_A_PAGE = 50;

interface Needs {
  seats: readonly SeatView[];
  isSearched: boolean;
  own: DeskView | undefined;
  follow: Follow;
  supervision: Supervision;
}

/** Every seat in a line: who, in which state and for how long, with which call, and what can be done. */
export function SeatTable({ seats, isSearched, ...actions }: Needs) {
  const { t } = useTranslation();
  const columns: TableColumnsType<SeatView> = [
    {
      title: t('supervision.column.agent'),
      width: 130,
      sorter: ORDERS.agent,
      render: (_, seat) => (
        <>
          <strong>{seat.name}</strong> <span className={styles.number}>{seat.staff_number}</span>
        </>
      ),
    },
    {
      title: t('supervision.column.state'),
      width: 164,
      sorter: ORDERS.state,
      render: (_, seat) => <SeatState seat={seat} />,
    },
    {
      title: t('supervision.column.since'),
      width: 86,
      sorter: ORDERS.since,
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
      pagination={{ pageSize: SEATS_ON_A_PAGE, hideOnSinglePage: true, showSizeChanger: false }}
      columns={columns}
      dataSource={[...seats]}
      locale={{ emptyText: t(isSearched ? 'supervision.none_found' : 'supervision.no_seats') }}
      onRow={(seat) =>
        ({
          'data-testid': `seat-${seat.staff_number}`,
          'data-state': seat.state,
        }) as React.HTMLAttributes<HTMLElement>
      }
    />
  );
}
