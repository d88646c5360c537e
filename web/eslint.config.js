import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

import { folderBoundaries } from './tooling/eslint-folder-boundaries.js';
import { noLiteralText } from './tooling/eslint-no-literal-text.js';

const rexian = { rules: { 'folder-boundaries': folderBoundaries, 'no-literal-text': noLiteralText } };

export default tseslint.config(
  { ignores: ['dist', 'src/lib/generated', 'contracts'] },
  ...tseslint.configs.strict,
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks, rexian },
    rules: {
      ...reactHooks.configs.recommended.rules,
      'rexian/folder-boundaries': 'error',
      'no-console': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['src/**/*.test.{ts,tsx}', 'src/testing/**'],
    rules: { 'rexian/no-literal-text': 'error' },
  },
);
