/**
 * The import order of the front end: app > features/<noun> > ui > i18n, api > lib, features do not know one another.
 *
 * The zones follow from a file's path, so a new feature is guarded from its first file. Imports that leave a zone are
 * written with the alias `@/`; relative ones stay inside it. `testing` is for tests only.
 */
import path from 'node:path';

const FLOORS = { lib: 0, i18n: 1, api: 1, ui: 2, features: 3, app: 4 };

/** The zone of a path below src: {floor, name}, or null for the entry files in src itself. */
export function zoneOf(pathBelowSource) {
  const [floor, noun] = pathBelowSource.split('/');
  if (!(floor in FLOORS)) return null;
  return { floor, name: floor === 'features' ? `features/${noun}` : floor };
}

/** Why `from` may not import `to` (both zones), or null if it may. */
export function forbidden(from, to) {
  if (from.name === to.name) return null;
  if (from.floor === to.floor) return `${from.name} and ${to.name} do not import one another`;
  if (FLOORS[from.floor] === FLOORS[to.floor]) {
    return from.floor === 'api' ? null : `${from.name} may not import ${to.name}`;
  }
  return FLOORS[to.floor] < FLOORS[from.floor] ? null : `${from.name} may not import ${to.name}`;
}

export const folderBoundaries = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const file = context.filename.split(path.sep).join('/');
    const source = file.lastIndexOf('/src/');
    if (source < 0 || /\.test\.tsx?$/.test(file)) return {};
    const ownPath = file.slice(source + '/src/'.length);
    const own = zoneOf(ownPath);

    function check(node) {
      const target = node?.source?.value;
      if (typeof target !== 'string' || own === null) return;
      const relative = target.startsWith('.');
      if (!relative && !target.startsWith('@/')) return;
      const targetPath = relative ? path.posix.join(path.posix.dirname(ownPath), target) : target.slice(2);
      const zone = zoneOf(targetPath);
      if (zone === null) {
        context.report({ node, message: `${own.name} may not import ${targetPath}` });
        return;
      }
      const reason = forbidden(own, zone);
      if (reason !== null) context.report({ node, message: reason });
      else if (relative && zone.name !== own.name) {
        context.report({ node, message: `import ${zone.name} by the alias: '@/${targetPath}'` });
      }
    }

    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};
