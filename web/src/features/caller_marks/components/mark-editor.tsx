import { Form, Input, InputNumber, Radio } from 'antd';

import { useTranslation } from '@/i18n';
import { centreDay, endOfCentreDay, groupPhone } from '@/lib/format';
import { DayField } from '@/ui/registry/day-field';
import { RecordEditor } from '@/ui/registry/record-editor';
import { RecordHistory } from '@/ui/registry/record-history';
import registry from '@/ui/registry/registry.module.css';

import {
  changeMark,
  createMark,
  marksKey,
  retireMark,
  type CallerMark,
  type NewMark,
} from '../api/caller-marks';

const KINDS = ['vip', 'red', 'black'] as const;
const LEVELS = ['warn', 'menu_only', 'refuse'] as const;
const MOST_REASON = 200;

type Values = Omit<NewMark, 'expires_at'> & { last_day: string | null };

const NEW_MARK: Values = { number: '', kind: 'black', reason: '', grade: 1, level: 'warn', last_day: null };

/** A mark: which list, why, how strict, until when. The number itself is shown masked and stays. */
export function MarkEditor({ mark, close }: { mark: CallerMark | null; close: () => void }) {
  const { t } = useTranslation();
  const stored: Values =
    mark === null
      ? NEW_MARK
      : {
          number: mark.number,
          kind: mark.kind,
          reason: mark.reason,
          grade: mark.grade ?? 1,
          level: mark.level ?? 'warn',
          last_day: mark.expires_at === null ? null : centreDay(mark.expires_at),
        };
  return (
    <RecordEditor<Values>
      title={mark === null ? t('marks.create') : groupPhone(mark.number)}
      stored={stored}
      version={mark?.version ?? 0}
      save={({ number, last_day, kind, grade, level, reason }, version, params) => {
        const body = {
          kind,
          reason: reason.trim(),
          grade: kind === 'vip' ? grade : null,
          level: kind === 'black' ? level : null,
          expires_at: last_day === null ? null : endOfCentreDay(last_day),
        };
        return mark === null
          ? createMark({ ...body, number }, params)
          : changeMark(mark.mark_id, version, body, params);
      }}
      remove={
        mark === null
          ? undefined
          : { run: (params) => retireMark(mark.mark_id, params), sure: t('marks.remove_sure') }
      }
      refresh={[marksKey, ['changes', 'caller_mark']]}
      label={(field) => t(`marks.${field as 'number'}`)}
      close={close}
      width={560}
    >
      {() => <MarkFields mark={mark} />}
    </RecordEditor>
  );
}

function MarkFields({ mark }: { mark: CallerMark | null }) {
  const { t } = useTranslation();
  const kind = Form.useWatch<Values['kind'] | undefined>('kind') ?? mark?.kind ?? NEW_MARK.kind;
  return (
    <>
      {mark === null ? (
        <Form.Item
          name="number"
          label={t('marks.number')}
          extra={t('marks.number_note')}
          rules={[{ required: true, message: t('registry.fault.no_number') }]}
        >
          <Input inputMode="tel" maxLength={40} data-testid="mark-number" />
        </Form.Item>
      ) : null}
      <Form.Item name="kind" label={t('marks.kind')} extra={t(`marks.kind_note.${kind}`)}>
        <Radio.Group
          disabled={mark !== null}
          optionType="button"
          options={KINDS.map((value) => ({ value, label: t(`marks.kinds.${value}`) }))}
        />
      </Form.Item>
      {kind === 'vip' ? (
        <Form.Item name="grade" label={t('marks.grade')} extra={t('marks.grade_note')}>
          <InputNumber min={1} max={9} />
        </Form.Item>
      ) : null}
      {kind === 'black' ? (
        <Form.Item name="level" label={t('marks.level')}>
          <Radio.Group className={registry.rows ?? ''}>
            {LEVELS.map((value) => (
              <Radio key={value} value={value} data-testid={`level-${value}`}>
                {t(`marks.levels.${value}`)}
                <span className={registry.none}>{` ${t(`marks.level_note.${value}`)}`}</span>
              </Radio>
            ))}
          </Radio.Group>
        </Form.Item>
      ) : null}
      <Form.Item
        name="reason"
        label={t('marks.reason')}
        extra={t('marks.reason_note')}
        rules={[{ required: true, whitespace: true, message: t('registry.fault.empty') }]}
      >
        <Input.TextArea
          autoSize={{ minRows: 2 }}
          maxLength={MOST_REASON}
          showCount
          data-testid="mark-reason"
        />
      </Form.Item>
      <Form.Item name="last_day" label={t('marks.expires_at')} extra={t('marks.expires_note')}>
        <DayField future />
      </Form.Item>
      {mark === null ? null : (
        <>
          <h3 className={registry.heading}>{t('registry.history')}</h3>
          <RecordHistory kind="caller_mark" recordId={mark.mark_id} version={mark.version} />
        </>
      )}
    </>
  );
}
