import { Form, Input, Select, Switch, Tabs } from 'antd';

import { useTranslation } from '@/i18n';
import type { components } from '@/lib/generated/http';
import { RecordEditor } from '@/ui/registry/record-editor';
import { RecordHistory } from '@/ui/registry/record-history';
import registry from '@/ui/registry/registry.module.css';

import {
  calendarsKey,
  changeCalendar,
  createCalendar,
  retireCalendar,
  type CalendarBody,
  type CalendarView,
} from '../api/calendars';
import { contentOf, NEW_CALENDAR } from '../model/calendar';
import { HoursField } from './hours-field';
import { OwnDays } from './own-days';
import { YearView } from './year-view';

const WEEKDAYS = [0, 1, 2, 3, 4, 5, 6] as const;

interface Needs {
  calendar: CalendarView | null;
  choices: components['schemas']['CalendarChoices'];
  knownYears: readonly number[];
  close: () => void;
}

/** One calendar: its week, its special days, who keeps to it, and the whole year as it comes out. */
export function CalendarEditor({ calendar, choices, knownYears, close }: Needs) {
  const { t, i18n } = useTranslation();
  const label = (field: string) => {
    const [first = '', second = ''] = field.split('.');
    if (first === 'week') return t(`calendars.weekday.${second as '0'}`);
    if (first === 'own_days') return `${t('calendars.own_days')} ${second}`;
    const key = `calendars.${first}`;
    return i18n.exists(key) ? String(i18n.t(key as never)) : field;
  };
  return (
    <RecordEditor<CalendarBody>
      title={calendar === null ? t('calendars.create') : calendar.name}
      stored={calendar === null ? NEW_CALENDAR : contentOf(calendar)}
      version={calendar?.version ?? 0}
      save={(values, version, params) =>
        calendar === null
          ? createCalendar(values, params)
          : changeCalendar(calendar.calendar_id, version, values, params)
      }
      remove={
        calendar === null
          ? undefined
          : {
              run: (params) => retireCalendar(calendar.calendar_id, params),
              sure: t('calendars.remove_sure', { name: calendar.name }),
            }
      }
      refresh={[calendarsKey, ['changes', 'calendar']]}
      label={label}
      close={close}
      width={820}
    >
      {() => (
        <>
          <Form.Item
            name="name"
            label={t('calendars.name')}
            rules={[{ required: true, whitespace: true, message: t('registry.fault.no_name') }]}
          >
            <Input maxLength={60} data-testid="calendar-name" />
          </Form.Item>
          <Tabs
            items={[
              {
                key: 'week',
                label: t('calendars.tab.week'),
                forceRender: true,
                children: (
                  <>
                    <p className={registry.none}>{t('calendars.hours_note')}</p>
                    {WEEKDAYS.map((day) => (
                      <HoursField key={day} name={['week', day]} label={t(`calendars.weekday.${day}`)} />
                    ))}
                  </>
                ),
              },
              {
                key: 'days',
                label: t('calendars.tab.days'),
                forceRender: true,
                children: (
                  <>
                    <div className={registry.pair}>
                      <Form.Item
                        name="follows_public_holidays"
                        label={t('calendars.follows_public_holidays')}
                        extra={t('calendars.known_years', { years: knownYears.join('、') })}
                        valuePropName="checked"
                      >
                        <Switch />
                      </Form.Item>
                      <Form.Item
                        name="make_up_weekday"
                        label={t('calendars.make_up_weekday')}
                        extra={t('calendars.make_up_note')}
                      >
                        <Select
                          options={WEEKDAYS.map((value) => ({
                            value,
                            label: t(`calendars.weekday.${value}`),
                          }))}
                        />
                      </Form.Item>
                    </div>
                    <OwnDays />
                  </>
                ),
              },
              {
                key: 'keepers',
                label: t('calendars.keepers'),
                forceRender: true,
                children: (
                  <>
                    <p className={registry.none}>{t('calendars.keepers_note')}</p>
                    <Form.Item name="queue_ids" label={t('calendars.queue_ids')}>
                      <Select
                        mode="multiple"
                        options={choices.queues.map(({ id, name }) => ({ value: id, label: name }))}
                        data-testid="calendar-queues"
                      />
                    </Form.Item>
                    <Form.Item name="called_numbers" label={t('calendars.called_numbers')}>
                      <Select mode="multiple" options={choices.called_numbers.map((value) => ({ value }))} />
                    </Form.Item>
                  </>
                ),
              },
              ...(calendar === null
                ? []
                : [
                    {
                      key: 'year',
                      label: t('calendars.tab.year'),
                      children: <YearView calendar={calendar} knownYears={knownYears} />,
                    },
                    {
                      key: 'history',
                      label: t('registry.history'),
                      children: (
                        <RecordHistory
                          kind="calendar"
                          recordId={calendar.calendar_id}
                          version={calendar.version}
                        />
                      ),
                    },
                  ]),
            ]}
          />
        </>
      )}
    </RecordEditor>
  );
}
