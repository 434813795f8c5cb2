export default { test: { include: ['tests/**/*.test.{ts,js}'], environment: 'node' } };
