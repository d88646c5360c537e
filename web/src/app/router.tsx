import { createBrowserRouter, Navigate, type RouteObject } from 'react-router';

import { DeskPage } from './desk-page';
import { Entrance } from './entrance';
import { FaultPage } from './fault-page';

export const routes: RouteObject[] = [
  {
    element: <Entrance />,
    errorElement: <FaultPage />,
    hydrateFallbackElement: <></>,
    children: [
      { path: '/', element: <DeskPage /> },
      {
        path: '/records',
        lazy: async () => ({
          Component: (await import('@/features/call_records/components/call-records-page')).CallRecordsPage,
        }),
        children: [
          {
            path: ':contactId',
            lazy: async () => ({
              Component: (await import('@/features/call_records/components/call-record-drawer'))
                .CallRecordDrawer,
            }),
          },
        ],
      },
      {
        path: '/supervision',
        lazy: async () => ({
          Component: (await import('@/features/supervision/components/supervision-page')).SupervisionPage,
        }),
      },
      {
        path: '/objects',
        lazy: async () => ({
          Component: (await import('@/features/objects/components/objects-page')).ObjectsPage,
        }),
      },
      { path: '*', element: <Navigate to="/" replace /> },
    ],
  },
];

export const createRouter = () => createBrowserRouter(routes);
