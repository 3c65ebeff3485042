import type { Translation } from '..';
import type zh from '../zh/phone';

const words: Translation<typeof zh> = {
  phone: {
    nav: 'Main pages',
    accounts: 'Accounts',
    check: 'Check',
    me: 'Me',
    hello: 'Hello, {{name}}',
    todo: '{{count}} things now',
    todo_one: 'One thing now',
    clear: 'Nothing to do right now',
    clear_text: 'New things show up here, and you get a notice.',
    why: 'Why?',
    later: 'Later',
    later_of: 'Later: {{title}}',
    snooze_3h: 'In 3 hours',
    snooze_1d: 'Tomorrow',
    snooze_3d: 'In 3 days',
    snoozed: 'All right, I will remind you then',
    cancel: 'Cancel',
    search: 'Search accounts',
    last_note: 'Last note',
    reads: 'reads',
    no_accounts: 'No accounts yet',
    no_accounts_text: 'Your accounts show up here once the platform’s files are imported and the accounts claimed.',
    no_figures: 'No figures yet',
    no_figures_text: 'They show up after the next import.',
    back: '‹ Back',
    brand: 'Brand',
    chosen: 'Chosen',
    sessions: 'Signed-in devices',
    this_device: 'This device',
    revoke: 'Sign it out',
    sign_out: 'Sign out',
  },
};
export default words;
