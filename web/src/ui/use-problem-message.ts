import { App } from 'antd';
import { useCallback } from 'react';

import { ApiProblem } from '@/api/problem';
import { useTranslation } from '@/i18n';

/** Shows why the server refused, as it says it. */
export function useProblemMessage(): (error: Error) => void {
  const { t } = useTranslation();
  const { message } = App.useApp();
  return useCallback(
    (error: Error) => {
      const title =
        error instanceof ApiProblem && error.title !== '' ? error.title : t('problem.unreachable');
      void message.error({ content: title, key: error.name });
    },
    [message, t],
  );
}
