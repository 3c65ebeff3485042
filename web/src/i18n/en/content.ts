import type { Translation } from '..';
import type zh from '../zh/content';

const words: Translation<typeof zh> = {
  check: {
    title: 'Content check',
    surface: 'Where it stands',
    text: 'The text to check',
    placeholder: 'Paste a title, a note, a comment or a script',
    empty: 'No text yet',
    empty_text: 'Write or paste a text; what the rules say appears at once.',
    not_kept: 'Judged as you type: what is wrong, by which rule, and what would make it right. Nothing typed here is kept.',
    disguised: 'disguised, read as “{{words}}”',
    way_out: 'What would make it right: ',
    basis: 'Basis: {{basis}} (grade {{grade}}) · {{rule}}',
    packs: 'Judged by {{count}} packs of rules',
    packs_one: 'Judged by one pack of rules',
  },
  surface: { title: 'Title', body: 'Body', cover_text: 'Cover text', comment: 'Comment', nickname: 'Nickname', bio: 'Profile', direct_message: 'Direct message', live_script: 'Live script' },
  content_outcome: { pass: 'Pass', hint: 'Hint', evidence: 'Needs evidence', review: 'Needs review', block: 'Not to be published' },
  content_outcome_text: { pass: 'Nothing was found.', hint: 'It can be published; there is advice.', evidence: 'It passes once a valid proof is linked.', review: 'Somebody responsible for compliance decides.', block: 'Change the marked places first.' },
  similar: {
    title: 'Is it like a note of the matrix?',
    compared: 'Compared with the titles of {{count}} notes; the platform’s files have no bodies.',
    compared_one: 'Compared with the title of one note; the platform’s files have no bodies.',
    nothing: 'No list of notes was imported yet, so there is nothing to compare with.',
    score: '{{score}} of 100 alike',
    draft: 'Your text',
    note: 'The note',
    passage: 'Passage {{n}} stands in both; show the other side',
    hidden: 'Another account’s note',
    hidden_text: 'This is another account’s note that you cannot see. Only what of your text stands in it can be told:',
  },
  similar_kind: { clear: 'Nothing alike', same_angle: 'Same angle', quotes: 'Same passage', rewrite: 'Reworded', copy: 'Nearly the same' },
  similar_text: {
    clear: 'No text like it was found.',
    same_angle: 'Theme and angle are close. It can be published; your own experience would make it better.',
    quotes: 'A passage also stands elsewhere. Say it in your own words.',
    rewrite: 'It reads like another text in other words. Other words are no other note: choose another scene or angle.',
    copy: 'It is nearly another text. Write it anew from another scene or angle.',
  },
};
export default words;
