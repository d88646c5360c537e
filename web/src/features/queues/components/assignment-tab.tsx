import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { AutoComplete, Button, Form, InputNumber, Radio, Select } from 'antd';

import { useTranslation } from '@/i18n';
import registry from '@/ui/registry/registry.module.css';

import type { QueueBody, QueueChoices } from '../api/queues';
import { RULES } from '../model/queue';
import styles from './queue-editor.module.css';

/** Who of the ready agents gets a call, which groups serve, what skills are asked for and how that widens. */
export function AssignmentTab({ choices }: { choices: QueueChoices }) {
  const { t } = useTranslation();
  const rule = Form.useWatch<QueueBody['rule'] | undefined>('rule');
  const skills = choices.skills.map((value) => ({ value }));
  const groups = choices.groups.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <>
      <Form.Item name="rule" label={t('queue_settings.field.rule')} help={t('queue_settings.rule_help')}>
        <Radio.Group className={styles.rules ?? ''}>
          {RULES.map((value) => (
            <Radio key={value} value={value} className={styles.rule ?? ''} data-testid={`rule-${value}`}>
              <strong>{t(`queue_settings.rule.${value}.name`)}</strong>
              <span className={styles.note}>{t(`queue_settings.rule.${value}.note`)}</span>
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      <div className={registry.pair}>
        <Form.Item
          name="skill"
          label={t('queue_settings.field.skill')}
          extra={t('queue_settings.skill_note')}
          rules={[{ required: rule === 'highest_skill', message: t('registry.fault.empty') }]}
        >
          <AutoComplete options={skills} allowClear />
        </Form.Item>
        <Form.Item
          name="wait_for_agent_seconds"
          label={t('queue_settings.field.wait_for_agent_seconds')}
          extra={t('queue_settings.wait_for_agent_note')}
        >
          <InputNumber
            min={0}
            max={900}
            suffix={t('queue_settings.seconds')}
            className={styles.figure ?? ''}
          />
        </Form.Item>
      </div>

      <h3 className={registry.heading}>{t('queue_settings.field.groups')}</h3>
      <p className={styles.note}>{t('queue_settings.groups_note')}</p>
      <Form.List name="groups">
        {(fields, { add, remove }) => (
          <div className={registry.rows}>
            {fields.map(({ key, name }) => (
              <div key={key} className={registry.row}>
                <Form.Item name={[name, 'group_id']} noStyle rules={[{ required: true }]}>
                  <Select
                    options={groups}
                    className={styles.wide ?? ''}
                    placeholder={t('queue_settings.choose_group')}
                  />
                </Form.Item>
                <span>{t('queue_settings.after_waiting')}</span>
                <Form.Item name={[name, 'after_seconds']} noStyle>
                  <InputNumber
                    min={0}
                    max={3600}
                    suffix={t('queue_settings.seconds')}
                    className={styles.short ?? ''}
                  />
                </Form.Item>
                <span>{t('queue_settings.joins')}</span>
                <RemoveLine
                  remove={() => {
                    remove(name);
                  }}
                />
              </div>
            ))}
            <AddLine
              words={t('queue_settings.add_group')}
              add={() => {
                add({ after_seconds: 0 });
              }}
              testId="add-group"
            />
          </div>
        )}
      </Form.List>

      <h3 className={registry.heading}>{t('queue_settings.field.demands')}</h3>
      <p className={styles.note}>{t('queue_settings.demands_note')}</p>
      <Form.List name="demands">
        {(fields, { add, remove }) => (
          <div className={registry.rows}>
            {fields.map(({ key, name }) => (
              <div key={key} className={registry.row}>
                <span>{t('queue_settings.from_waiting')}</span>
                <Form.Item name={[name, 'after_seconds']} noStyle>
                  <InputNumber
                    min={0}
                    max={3600}
                    suffix={t('queue_settings.seconds')}
                    className={styles.short ?? ''}
                  />
                </Form.Item>
                <span>{t('queue_settings.asks_for')}</span>
                <Form.Item name={[name, 'skill']} noStyle rules={[{ required: true }]}>
                  <AutoComplete options={skills} className={styles.wide ?? ''} />
                </Form.Item>
                <span>{t('queue_settings.at_least')}</span>
                <Form.Item name={[name, 'level']} noStyle>
                  <InputNumber
                    min={0}
                    max={10}
                    suffix={t('queue_settings.level')}
                    className={styles.short ?? ''}
                  />
                </Form.Item>
                <RemoveLine
                  remove={() => {
                    remove(name);
                  }}
                />
              </div>
            ))}
            <AddLine
              words={t('queue_settings.add_demand')}
              add={() => {
                add({ after_seconds: 0, skill: '', level: 1 });
              }}
              testId="add-demand"
            />
          </div>
        )}
      </Form.List>
    </>
  );
}

export function RemoveLine({ remove }: { remove: () => void }) {
  const { t } = useTranslation();
  return (
    <Button
      type="text"
      danger
      icon={<DeleteOutlined />}
      onClick={remove}
      aria-label={t('registry.remove_line')}
    />
  );
}

export function AddLine({ words, add, testId }: { words: string; add: () => void; testId: string }) {
  return (
    <div>
      <Button type="dashed" size="small" icon={<PlusOutlined />} onClick={add} data-testid={testId}>
        {words}
      </Button>
    </div>
  );
}
