/** The words that a journey looks for on the page, as a user reads them. English has every word that Chinese has. */
const zh = {
  language: '中文',
  setUp: '开始使用 Kosmos',
  name: '姓名',
  email: '邮箱',
  password: '密码',
  organisation: '组织',
  firstBrand: '品牌',
  next: '下一步',
  start: '完成并进入',
  signIn: '登录',
};

export type Words = typeof zh;
export type Language = 'zh' | 'en';

const en: Words = {
  language: 'English',
  setUp: 'Set up Kosmos',
  name: 'Name',
  email: 'Email',
  password: 'Password',
  organisation: 'Organisation',
  firstBrand: 'Brand',
  next: 'Next',
  start: 'Finish and enter',
  signIn: 'Sign in',
};

export const WORDS: Record<Language, Words> = { zh, en };
