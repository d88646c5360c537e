import { Button } from 'antd';

import { useTranslation } from '@/i18n';

import type { FlowSchema } from '../model/schema';
import { useWords } from '../model/use-words';
import { DRAGGED_KIND } from './flow-canvas';
import styles from './editor.module.css';

/** Every kind of node there is: clicked it is put in the middle, dragged where it is dropped. */
export function Palette({ root, add }: { root: FlowSchema; add: (kind: string) => void }) {
  const { t } = useTranslation();
  const words = useWords(root);
  return (
    <nav className={styles.palette} aria-label={t('studio.palette')} data-testid="palette">
      {[...root.kinds.keys()].map((kind) => (
        <Button
          key={kind}
          draggable
          onDragStart={(event) => {
            event.dataTransfer.setData(DRAGGED_KIND, kind);
          }}
          onClick={() => {
            add(kind);
          }}
          data-testid={`add-node-${kind}`}
        >
          {words.kind(kind)}
        </Button>
      ))}
    </nav>
  );
}
