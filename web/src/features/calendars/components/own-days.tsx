import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form, Input, Select } from 'antd';

import { useTranslation } from '@/i18n';
import { centreDay } from '@/lib/format';
import { DayField } from '@/ui/registry/day-field';
import registry from '@/ui/registry/registry.module.css';

import type { CalendarBody, OwnDay } from '../api/calendars';
import { DAY_KINDS } from '../model/calendar';
import { HoursField } from './hours-field';

/** The centre's own special days; they count before the public ones. */
export function OwnDays() {
  const { t } = useTranslation();
  const form = Form.useFormInstance<CalendarBody>();
  const days = Form.useWatch<readonly (OwnDay | undefined)[] | undefined>('own_days') ?? [];
  return (
    <>
      <h3 className={registry.heading}>{t('calendars.own_days')}</h3>
      <p className={registry.none}>{t('calendars.own_days_note')}</p>
      <Form.List name="own_days">
        {(fields, { add, remove }) => (
          <div className={registry.rows}>
            {fields.map(({ key, name }) => (
              <div key={key} className={registry.row}>
                <Form.Item name={[name, 'day']} noStyle rules={[{ required: true }]}>
                  <DayField allowClear={false} />
                </Form.Item>
                <Form.Item name={[name, 'kind']} noStyle>
                  <Select
                    style={{ width: 130 }}
                    options={DAY_KINDS.map((value) => ({ value, label: t(`calendars.day_kind.${value}`) }))}
                    onChange={() => {
                      form.setFieldValue(['own_days', name, 'hours'], []);
                    }}
                  />
                </Form.Item>
                <Form.Item name={[name, 'name']} noStyle>
                  <Input style={{ width: 150 }} maxLength={60} placeholder={t('calendars.day_name')} />
                </Form.Item>
                {days[name]?.kind === 'own_hours' ? (
                  <span style={{ width: 220 }}>
                    <HoursField name={[name, 'hours']} />
                  </span>
                ) : null}
                <Button
                  type="text"
                  danger
                  icon={<DeleteOutlined />}
                  aria-label={t('registry.remove_line')}
                  onClick={() => {
                    remove(name);
                  }}
                />
              </div>
            ))}
            <div>
              <Button
                type="dashed"
                size="small"
                icon={<PlusOutlined />}
                onClick={() => {
                  add({ day: centreDay(new Date()), kind: 'holiday', name: '', hours: [] });
                }}
                data-testid="add-own-day"
              >
                {t('calendars.add_day')}
              </Button>
            </div>
          </div>
        )}
      </Form.List>
    </>
  );
}
