import { afterEach, beforeAll } from 'vitest';
import { cleanup } from '@testing-library/react';
import { startWords } from '@/i18n';

beforeAll(() => startWords(['shared', 'desk', 'phone']));
afterEach(cleanup);
