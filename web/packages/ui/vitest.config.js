// Style sheets are read as they are: a test computes the contrast of the tokens.
export default { test: { include: ['tests/**/*.test.ts'], environment: 'node', css: true } };
