// The danger signs of a newborn, asked after a birth and in paediatrics alike (the hospital’s doctors confirm them).
import { w } from '#kernel/words.ts'
import type { Question } from '../questions.ts'
import { choices, option } from './common.ts'

export const newbornSigns: Question = choices(
  'newborn',
  [
    w('新生儿', 'Newborn'),
    w(
      '宝宝脸上身上黄不黄，是不是越来越黄？吃奶有没有劲？好不好叫醒？脐部干不干净？',
      'Is the baby yellow, and more each day? Sucking well? Easy to wake? Is the navel clean?',
    ),
  ],
  [
    option('jaundice', '黄疸迅速加深', 'Jaundice deepening quickly', 'now'),
    option('not-feeding', '拒奶', 'Refuses to feed', 'now'),
    option('drowsy', '嗜睡、不易叫醒', 'Drowsy, hard to wake', 'now'),
    option('temperature', '发热或身上发凉', 'Feverish or cold', 'now'),
    option('long-jaundice', '黄疸两周不退', 'Jaundice after two weeks', 'today'),
    option('navel', '脐部红肿或流脓', 'Navel red or with pus', 'today'),
  ],
)
