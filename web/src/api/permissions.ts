import { useQueryClient } from '@tanstack/react-query';

/** Whether the signed-in user has a permission: for showing and hiding; the server checks each request itself. */
export function usePermission(permission: string): boolean {
  const session = useQueryClient().getQueryData<{ permissions: string[] } | null>(['session']);
  return session?.permissions.includes(permission) ?? false;
}
