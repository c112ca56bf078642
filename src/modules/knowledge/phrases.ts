// What is said to a person who is upset, for whoever has him on the line.
import { type Words, w } from '#kernel/words.ts'

/** When the person is upset. The first sentence is always one that shows we heard. */
export const calming: readonly Words[] = [
  w('我听明白了，这件事给您添了麻烦，我很抱歉。', 'I understand. This has caused you trouble, and I am sorry.'),
  w(
    '您慢慢说，我把经过完整记下来，不让您再说第二遍。',
    'Take your time. I write it all down, so that you need not tell it twice.',
  ),
  w('我复述一遍，您听听有没有记错或者漏掉的。', 'Let me say it back; tell me what I got wrong or left out.'),
  w(
    '换成是我也会着急。我们先把眼前最要紧的事解决。',
    'I would be worried too. Let us first settle what matters most now.',
  ),
]
