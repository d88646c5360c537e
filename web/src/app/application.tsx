import { QueryClientProvider } from '@tanstack/react-query';
import { App, ConfigProvider } from 'antd';
import { useState } from 'react';
import { RouterProvider } from 'react-router';

import { createQueryClient } from '@/api/query-client';
import { useTranslation, type Language } from '@/i18n';
import { antTheme, antWords } from '@/ui/ant-theme';

import { createRouter } from './router';

export function Application() {
  const { i18n } = useTranslation();
  const [client] = useState(createQueryClient);
  const [router] = useState(createRouter);
  return (
    <ConfigProvider
      theme={antTheme}
      locale={antWords[i18n.language as Language]}
      button={{ autoInsertSpace: false }}
    >
      <App style={{ height: '100%' }}>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </App>
    </ConfigProvider>
  );
}
