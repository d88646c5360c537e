/**
 * The pages that are reached by name: one line each. A page shows where the signed-in user has its permission; the
 * server checks each request itself. Pages load when they are first opened, so the desk does not carry them.
 */
import type { ComponentType } from 'react';

export interface Place {
  /** The part of the address; below `/administration/` for sections. */
  key: string;
  permission: string;
  /** A record of the page has an address of its own below it. */
  load: () => Promise<ComponentType>;
}

/** The places of the top bar, in order; the desk stands before them, the administration after them. */
export const TOP = [
  {
    key: 'supervision',
    permission: 'desks.supervise',
    load: async () => (await import('@/features/supervision/components/supervision-page')).SupervisionPage,
  },
  {
    key: 'records',
    permission: 'call_records.read',
    load: async () => (await import('@/features/call_records/components/call-records-page')).CallRecordsPage,
  },
  {
    key: 'studio',
    permission: 'flows.edit',
    load: async () => (await import('@/features/studio/components/studio-page')).StudioPage,
  },
  {
    key: 'objects',
    permission: 'objects.manage',
    load: async () => (await import('@/features/objects/components/objects-page')).ObjectsPage,
  },
] as const satisfies readonly Place[];

export type SectionGroup = 'reception' | 'people' | 'lines' | 'records';

export interface Section extends Place {
  group: SectionGroup;
}

export const SECTIONS = [
  {
    key: 'queues',
    group: 'reception',
    permission: 'queues.manage',
    load: async () => (await import('@/features/queues/components/queues-page')).QueuesPage,
  },
  {
    key: 'calendars',
    group: 'reception',
    permission: 'calendars.manage',
    load: async () => (await import('@/features/calendars/components/calendars-page')).CalendarsPage,
  },
  {
    key: 'caller-marks',
    group: 'reception',
    permission: 'caller_marks.manage',
    load: async () => (await import('@/features/caller_marks/components/caller-marks-page')).CallerMarksPage,
  },
  {
    key: 'directory',
    group: 'reception',
    permission: 'directory.manage',
    load: async () => (await import('@/features/directory/components/directory-page')).DirectoryPage,
  },
  {
    key: 'staff',
    group: 'people',
    permission: 'staff.manage',
    load: async () => (await import('@/features/staff/components/staff-page')).StaffPage,
  },
  {
    key: 'groups',
    group: 'people',
    permission: 'queues.manage',
    load: async () => (await import('@/features/staff/components/groups-page')).GroupsPage,
  },
  {
    key: 'numbers',
    group: 'lines',
    permission: 'trunks.manage',
    load: async () => (await import('@/features/trunks/components/numbers-page')).NumbersPage,
  },
  {
    key: 'trunks',
    group: 'lines',
    permission: 'trunks.manage',
    load: async () => (await import('@/features/trunks/components/trunks-page')).TrunksPage,
  },
  {
    key: 'routing',
    group: 'records',
    permission: 'routing.explain',
    load: async () => (await import('@/features/routing/components/routing-page')).RoutingPage,
  },
  {
    key: 'legal-holds',
    group: 'records',
    permission: 'legal_holds.manage',
    load: async () => (await import('@/features/legal_holds/components/legal-holds-page')).LegalHoldsPage,
  },
] as const satisfies readonly Section[];

export const sectionsFor = (permissions: readonly string[]) =>
  SECTIONS.filter(({ permission }) => permissions.includes(permission));

/** Where who has no desk begins. */
export function firstPlace(permissions: readonly string[]): string | null {
  const top = [...TOP].reverse().find(({ permission }) => permissions.includes(permission));
  if (top !== undefined) return `/${top.key}`;
  return sectionsFor(permissions).length > 0 ? '/administration' : null;
}
