// What a hotline says until the hospital says it otherwise.
import { type Words, w } from '#kernel/words.ts'

export type AnnouncementName =
  | 'emergency'
  | 'welcome'
  | 'waiting'
  | 'position'
  | 'busy'
  | 'promised'
  | 'closed'
  | 'music'

/** `{n}` is how many wait before; `music` has no words. */
export const shippedWords: Readonly<Record<AnnouncementName, Words>> = {
  emergency: w('如遇生命危险，请立即挂断，拨打 120。', 'In danger of life, hang up and dial 120.'),
  welcome: w('您好，这里是医院客户服务中心。', 'This is the hospital’s patient service centre.'),
  waiting: w('正在为您转接，请稍候。不想等候，请按 1，我们会给您回电。', 'We connect you. Press 1 to be called back.'),
  position: w('您前面还有 {n} 位。', 'There are {n} before you.'),
  busy: w('现在没有人能接听。请按 1，我们会给您回电。', 'Nobody can answer now. Press 1 to be called back.'),
  promised: w('已经记下，我们会尽快给您回电。再见。', 'Noted. We will call you back.'),
  closed: w('现在不是服务时间。我们上班后会给您回电。', 'We are closed now, and will call you back.'),
  music: w('等候音乐', 'Music'),
}

/** How each is called on the screen. */
export const announcementWords: Readonly<Record<AnnouncementName, Words>> = {
  emergency: w('急救提示', 'Emergency first'),
  welcome: w('欢迎语', 'Welcome'),
  waiting: w('等候提示', 'While waiting'),
  position: w('排队位置', 'Place in the queue'),
  busy: w('无人接听', 'Nobody free'),
  promised: w('已预约回拨', 'Call-back promised'),
  closed: w('非服务时间', 'After hours'),
  music: w('等候音乐', 'Music'),
}

export const skillKindWords: Readonly<Record<string, Words>> = {
  language: w('语言方言', 'Language'),
  patients: w('患者群体', 'Patients'),
  department: w('科室', 'Department'),
  other: w('其他', 'Other'),
}
