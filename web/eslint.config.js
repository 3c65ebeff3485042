import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const onlyInUi = (message) => ({
  patterns: [
    { group: ['antd', 'antd/*', '@ant-design/*'], message },
    { group: ['antd-mobile', 'antd-mobile/*', 'antd-mobile-icons'], message },
  ],
  paths: [{ name: 'echarts', message }],
});

export default tseslint.config(
  { ignores: ['dist', 'src/api/schema.d.ts', 'public'] },
  ...tseslint.configs.strict,
  reactHooks.configs.flat.recommended,
  jsxA11y.flatConfigs.recommended,
  {
    languageOptions: { globals: { process: 'readonly' } },
    rules: {
      'no-console': 'error',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': ['error', { max: 70, skipComments: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-restricted-imports': ['error', onlyInUi('Component libraries are imported in src/ui only.')],
    },
  },
  {
    files: ['src/ui/**', 'src/phone/ui/**'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    files: ['**/*.test.{ts,tsx}'],
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    files: ['scripts/**'],
    rules: { 'no-console': 'off' },
    languageOptions: { globals: { console: 'readonly' } },
  },
);
