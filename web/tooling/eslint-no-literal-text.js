/** Every text a person reads comes from the catalogues: no words in JSX, no Chinese in any string of the source. */
const WORD = /\p{L}/u;
const CHINESE = /\p{Script=Han}/u;
const READ_ATTRIBUTES = new Set([
  'alt',
  'aria-label',
  'content',
  'description',
  'extra',
  'help',
  'label',
  'message',
  'okText',
  'cancelText',
  'placeholder',
  'tip',
  'title',
]);

export const noLiteralText = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const report = (node) =>
      context.report({ node, message: 'Text belongs into the catalogues (src/i18n/locales).' });
    return {
      JSXText(node) {
        if (WORD.test(node.value)) report(node);
      },
      JSXAttribute(node) {
        const text = node.value?.type === 'Literal' ? node.value.value : null;
        if (READ_ATTRIBUTES.has(node.name.name) && typeof text === 'string' && WORD.test(text)) report(node);
      },
      Literal(node) {
        if (typeof node.value === 'string' && CHINESE.test(node.value)) report(node);
      },
      TemplateElement(node) {
        if (CHINESE.test(node.value.raw)) report(node);
      },
    };
  },
};
