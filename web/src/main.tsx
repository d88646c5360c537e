import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import '@/i18n';
import { Application } from '@/app/application';
import '@/ui/theme.css';

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <Application />
    </StrictMode>,
  );
}
