import { queryOptions } from '@tanstack/react-query';

import { answer, api } from '@/api/client';
import type { components } from '@/lib/generated/http';
import type { ChangeHeader } from '@/ui/registry/use-change';

type Schemas = components['schemas'];
export type Member = Schemas['MemberView'];
export type MemberBody = Omit<Schemas['NewMember'], 'password'>;
export type NewMember = Schemas['NewMember'];
export type StaffList = Schemas['StaffList'];
export type Group = Schemas['GroupView'];

export const staffKey = ['administration', 'staff'] as const;
export const groupsKey = ['administration', 'groups'] as const;

export const staffQuery = queryOptions({ queryKey: staffKey, queryFn: () => answer(api.GET('/api/staff')) });

export const createMember = (body: NewMember, params: ChangeHeader) =>
  answer(api.POST('/api/staff', { params, body }));

export const changeMember = (userId: string, version: number, body: MemberBody, { header }: ChangeHeader) =>
  answer(
    api.PUT('/api/staff/{user_id}', {
      params: { header, path: { user_id: userId } },
      body: { ...body, version },
    }),
  );

export const setPassword = (userId: string, password: string, { header }: ChangeHeader) =>
  answer(
    api.PUT('/api/staff/{user_id}/password', {
      params: { header, path: { user_id: userId } },
      body: { password },
    }),
  );

export const unlockMember = (userId: string, { header }: ChangeHeader) =>
  answer(api.POST('/api/staff/{user_id}/unlock', { params: { header, path: { user_id: userId } } }));

export const groupsQuery = queryOptions({
  queryKey: groupsKey,
  queryFn: () => answer(api.GET('/api/agent-groups')),
});

export const createGroup = (name: string, params: ChangeHeader) =>
  answer(api.POST('/api/agent-groups', { params, body: { name } }));

export const changeGroup = (groupId: string, version: number, name: string, { header }: ChangeHeader) =>
  answer(
    api.PUT('/api/agent-groups/{group_id}', {
      params: { header, path: { group_id: groupId } },
      body: { name, version },
    }),
  );

export const retireGroup = (groupId: string, { header }: ChangeHeader) =>
  answer(api.DELETE('/api/agent-groups/{group_id}', { params: { header, path: { group_id: groupId } } }));
