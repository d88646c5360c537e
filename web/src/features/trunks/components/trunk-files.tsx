import { useQuery } from '@tanstack/react-query';
import { Drawer, Skeleton, Tabs, Typography } from 'antd';

import { useTranslation } from '@/i18n';
import { ProblemAlert } from '@/ui/registry/problem-alert';

import { trunkFilesQuery } from '../api/trunks';
import styles from './trunks.module.css';

/** The files that Asterisk and DAHDI read, as they are written from the records; to be read, not to be changed. */
export function TrunkFiles({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const files = useQuery(trunkFilesQuery);
  return (
    <Drawer open title={t('trunks.files')} size={860} onClose={close} data-testid="trunk-files-drawer">
      <p className={styles.note}>{t('trunks.files_note')}</p>
      <ProblemAlert problem={files.error} />
      {files.data === undefined ? (
        <Skeleton active />
      ) : (
        <Tabs
          items={files.data.map(({ name, text }) => ({
            key: name,
            label: name,
            children: (
              <>
                <Typography.Paragraph copyable={{ text }} className={styles.copy ?? ''}>
                  {t('trunks.copy')}
                </Typography.Paragraph>
                <pre className={styles.file}>{text}</pre>
              </>
            ),
          }))}
        />
      )}
    </Drawer>
  );
}
