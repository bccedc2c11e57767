export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/spec'],
  testMatch: ['**/*.spec.ts'],
  transform: {
    '\\.[cm]?[jt]s$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  // d3 is published as ES modules only
  transformIgnorePatterns: ['/node_modules/(?!(d3-[a-z-]+|internmap|pixelmatch)/)'],
  moduleNameMapper: {
    '^rxsnn$': '<rootDir>/src/index.ts',
    '^#platform$': '<rootDir>/src/platform/node.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
};
