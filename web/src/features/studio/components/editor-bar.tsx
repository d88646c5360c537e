import {
  ApartmentOutlined,
  ArrowLeftOutlined,
  CopyOutlined,
  DownloadOutlined,
  RedoOutlined,
  SaveOutlined,
  SnippetsOutlined,
  UndoOutlined,
} from '@ant-design/icons';
import { App, Button, Input, Tag, type InputRef } from 'antd';
import type { ReactNode, RefObject } from 'react';
import { Link } from 'react-router';

import { useTranslation } from '@/i18n';
import { useProblemMessage } from '@/ui/use-problem-message';

import { publishVersion } from '../api/flows';
import type { EditorState } from '../model/use-editor';
import { STATE_COLOURS } from '../model/states';
import styles from './editor.module.css';

interface Needs {
  editor: EditorState;
  mayPublish: boolean;
  save: () => void;
  searchField: RefObject<InputRef | null>;
}

/** What can be done with the whole flow. */
export function EditorBar({ editor, mayPublish, save, searchField }: Needs) {
  const { t } = useTranslation();
  const { canvas, version, readOnly, matches, search } = editor;
  return (
    <header className={styles.bar}>
      <Link to="/studio" aria-label={t('studio.back')} data-testid="back-to-flows">
        <ArrowLeftOutlined />
      </Link>
      <strong className={styles.title}>{canvas.document.title}</strong>
      <span className={styles.version}>{t('studio.version', { number: version.version })}</span>
      <Tag color={STATE_COLOURS[version.state]} data-testid="version-state" data-state={version.state}>
        {t(`studio.state.${version.state}`)}
      </Tag>
      {readOnly ? null : (
        <>
          <Tool
            icon={<UndoOutlined />}
            label={t('studio.tool.undo')}
            off={!editor.canUndo}
            does={editor.undo}
          />
          <Tool
            icon={<RedoOutlined />}
            label={t('studio.tool.redo')}
            off={!editor.canRedo}
            does={editor.redo}
          />
          <Tool
            icon={<CopyOutlined />}
            label={t('studio.tool.copy')}
            off={editor.selected.size === 0}
            does={editor.copy}
          />
          <Tool icon={<SnippetsOutlined />} label={t('studio.tool.paste')} off={false} does={editor.paste} />
        </>
      )}
      <Tool
        icon={<ApartmentOutlined />}
        label={t('studio.tool.arrange')}
        off={false}
        does={() => void editor.arrange()}
      />
      <Tool
        icon={<DownloadOutlined />}
        label={t('studio.tool.download')}
        off={false}
        does={() => {
          download(`${canvas.document.flow_id}.json`, canvas.document);
        }}
      />
      <Input.Search
        ref={searchField}
        className={styles.search ?? ''}
        size="small"
        allowClear
        value={search}
        placeholder={t('studio.tool.search')}
        aria-label={t('studio.tool.search')}
        data-testid="search-nodes"
        onChange={(event) => {
          editor.setSearch(event.target.value);
        }}
        onSearch={() => {
          const [chosen] = editor.selected;
          const next = matches[(matches.indexOf(chosen ?? '') + 1) % Math.max(1, matches.length)];
          if (next !== undefined) editor.focus(next);
        }}
      />
      <label className={styles.journey}>
        {t('studio.journey.day')}
        <input
          type="date"
          value={editor.day ?? ''}
          onChange={(event) => {
            editor.setDay(event.target.value === '' ? null : event.target.value);
          }}
          data-testid="journey-day"
        />
        {editor.journey === undefined ? null : (
          <span data-testid="journey-runs">{t('studio.journey.runs', { count: editor.journey.runs })}</span>
        )}
      </label>
      <div className={styles.right}>
        {readOnly ? null : (
          <Button icon={<SaveOutlined />} disabled={editor.isSaved} onClick={save} data-testid="save-flow">
            {t(editor.isSaved ? 'studio.is_saved' : 'studio.save')}
          </Button>
        )}
        {mayPublish && !readOnly ? <PublishButton editor={editor} /> : null}
      </div>
    </header>
  );
}

function Tool({
  icon,
  label,
  off,
  does,
}: {
  icon: ReactNode;
  label: string;
  off: boolean;
  does: () => void;
}) {
  return (
    <Button
      type="text"
      size="small"
      icon={icon}
      title={label}
      aria-label={label}
      disabled={off}
      onClick={does}
    />
  );
}

/** Saves what is on the canvas, then lets calls run it. */
function PublishButton({ editor }: { editor: EditorState }) {
  const { t } = useTranslation();
  const { modal, message } = App.useApp();
  const problem = useProblemMessage();
  const publish = async () => {
    const saved = editor.isSaved ? editor.version : await editor.save();
    if (saved === null) return;
    try {
      editor.setVersion(await publishVersion(saved, true));
      void message.success(t('studio.published'));
    } catch (error) {
      problem(error as Error);
    }
  };
  return (
    <Button
      type="primary"
      disabled={editor.problems.length > 0}
      onClick={() => {
        void modal.confirm({
          title: t('studio.publish_question'),
          content: t('studio.publish_note'),
          okText: t('studio.publish'),
          okButtonProps: { 'data-testid': 'confirm-publish' },
          onOk: publish,
        });
      }}
      data-testid="publish-flow"
    >
      {t('studio.publish')}
    </Button>
  );
}

function download(name: string, content: unknown): void {
  const address = URL.createObjectURL(
    new Blob([JSON.stringify(content, null, 2)], { type: 'application/json' }),
  );
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
