import { App, Tabs } from 'antd';
import { useEffect, useMemo, useRef } from 'react';
import type { InputRef } from 'antd';

import { useTranslation } from '@/i18n';
import { useProblemMessage } from '@/ui/use-problem-message';

import type { Draft } from '../api/flows';
import type { FlowSchema } from '../model/schema';
import { useEditor } from '../model/use-editor';
import { useEditorKeys } from '../model/use-editor-keys';
import { EditorBar } from './editor-bar';
import styles from './editor.module.css';
import { FlowCanvas } from './flow-canvas';
import { NodeForm } from './node-form';
import { Palette } from './palette';
import { ProblemList } from './problem-list';
import { Simulator } from './simulator';

/** The studio's desk: palette, canvas, and beside it form, problems and simulator. */
export function Editor({ root, draft, mayPublish }: { root: FlowSchema; draft: Draft; mayPublish: boolean }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const editor = useEditor(root, draft, useProblemMessage());
  const searchField = useRef<InputRef>(null);
  const { canvas, readOnly, undo, redo, copy, paste, save, isSaved } = editor;

  const keys = useMemo(
    () => ({
      undo,
      redo,
      copy,
      paste,
      save: () => {
        if (!readOnly)
          void save().then((saved) => {
            if (saved !== null) void message.success(t('studio.saved'));
          });
      },
      search: () => searchField.current?.focus(),
    }),
    [undo, redo, copy, paste, save, readOnly, message, t],
  );
  useEditorKeys(keys);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (!isSaved) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => {
      window.removeEventListener('beforeunload', warn);
    };
  }, [isSaved]);

  const chosen = editor.selected.size === 1 ? ([...editor.selected][0] ?? null) : null;
  const matches = useMemo(() => new Set(editor.matches), [editor.matches]);
  return (
    <div
      className={styles.editor}
      data-testid="flow-editor"
      data-state={editor.version.state}
      data-saved={isSaved}
    >
      <EditorBar editor={editor} mayPublish={mayPublish} save={keys.save} searchField={searchField} />
      <div className={styles.work}>
        {readOnly ? null : <Palette root={root} add={editor.add} />}
        <div className={styles.canvas} data-testid="flow-canvas">
          <FlowCanvas
            root={root}
            canvas={canvas}
            problems={editor.problems}
            selected={editor.selected}
            found={matches}
            path={editor.path}
            journey={editor.journey}
            readOnly={readOnly}
            change={editor.change}
            select={editor.select}
            add={editor.add}
          />
        </div>
        <aside className={styles.side}>
          <Tabs
            size="small"
            items={[
              {
                key: 'form',
                label: <span data-testid="tab-form">{t('studio.tab.form')}</span>,
                children: (
                  <NodeForm
                    root={root}
                    canvas={canvas}
                    nodeId={chosen}
                    readOnly={readOnly}
                    change={editor.change}
                    select={(id) => {
                      editor.select(new Set([id]));
                    }}
                  />
                ),
              },
              {
                key: 'problems',
                label: (
                  <span data-testid="tab-problems" data-count={editor.problems.length}>
                    {t('studio.tab.problems', { count: editor.problems.length })}
                  </span>
                ),
                children: <ProblemList root={root} problems={editor.problems} focus={editor.focus} />,
              },
              {
                key: 'trial',
                label: <span data-testid="tab-trial">{t('studio.tab.trial')}</span>,
                children: (
                  <Simulator
                    root={root}
                    document={canvas.document}
                    trial={editor.trial}
                    show={editor.setTrial}
                  />
                ),
              },
            ]}
          />
        </aside>
      </div>
    </div>
  );
}
