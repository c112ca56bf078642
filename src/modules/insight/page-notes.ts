// How the figures of the one page are counted, as it says itself; what the reports count is said there.
import { type Words, w } from '#kernel/words.ts'

export const pageNotes: readonly Words[] = [
  w(
    '回访率、满意率、分项得分与各科室的数就是月报的数；投诉按期答复、承诺、停钟就是诉求报表的数；超时就是看板此刻的数。点开任何一个数，就是它所数的每一行。',
    'Reach, satisfaction, dimensions and departments are the monthly report’s figures; deadlines, promises and stopped clocks those of the report on cases; what is late is the board’s, of now. Every number opens the rows it counts.',
  ),
  w(
    '问题 ＝ 患者的意见、建议和投诉；不含员工投诉、咨询、求助和表扬。除以当月出院人次，乘以 1,000。',
    'Matters are patients’ opinions, suggestions and complaints; not the staff’s, nor enquiries, help and praise. By the month’s discharges, times 1,000.',
  ),
  w(
    '虚线是偶然波动的上下限（三倍标准差；月与月之间本来就比偶然晃得大的，按实际晃动放宽）。◆ 是超出上下限，或连续第 8 个月在中线同一侧。',
    'Dashed: the limits of chance, three sigma, wider where the months vary more than chance anyway (Laney 2002). ◆: beyond them, or the eighth month in a row on one side of the middle.',
  ),
  w(
    '①②…：要让这个指标变好的改进项目开始实施的那天，最多列最近 5 个；点名字看项目。一条线之后变好，不等于是它变好的，结论看项目自己的检验。',
    '①②…: when improvement projects that should move this figure were begun, the latest five; their names open them. What got better after a line did not get better by it: the project’s own test says so.',
  ),
  w(
    '“变好、变差”：最近三个已完结的月合在一起，与之前的月相比，偶然造成这样的差别一百次里不到一次才算。出院满十天前的月、不满 30 人的月画空心。',
    'Better or worse: the last three settled months together against those before, only where chance does it less than once in a hundred. Months not settled, or of fewer than thirty, are hollow.',
  ),
  w(
    '▲ 比往常多：某类别在某科室的件数，比前 11 个月按出院人次推得的多，精确二项检验；一起检验的许多项里，控制误报占发现的比例不超过一成。',
    '▲ More than usual: more than the eleven months before let expect by discharges, by the exact binomial test, with the false ones held at a tenth of those found.',
  ),
  w(
    '几个工作日答复：自登记次日起数到答复本人那天，只数已答复的投诉；未答复的另列。中位数一半在前一半在后，P90 是九成不超过的天数。',
    'Working days from the day after receipt to the day on which the person was told, of the complaints told; those open stand apart.',
  ),
  w(
    '最多问一次：本月登记的患者意见、建议、投诉、咨询、求助中，没有任何“再说一次”迹象的比例。迹象有六种：通话中被转接；答复之前又为此打来；科室退回改派；首问负责人更换；又经公共热线来或被再次派单；三十日内同一人再提同一类问题，或并入他先前的一件。',
    'Asked once: of the month’s opinions, suggestions, complaints, enquiries and calls for help of patients, those with no sign of having to be told again: a transfer while speaking; another call before the answer; a department that sent it back; another first asker; a public line, or its second dispatch; the same from the same person within thirty days, or merged into his earlier one.',
  ),
  w(
    '不计入“最多问一次”：表扬、员工声音（不知道说话的人是谁）、接管自旧登记本的（没有过程）。没有登记成电话或关联的重复，程序看不见，所以这个数是上限。',
    'Left out: praise, the staff’s voice (nobody knows who spoke), what was taken over (no steps known). What was repeated without being registered cannot be seen, so the true figure is lower.',
  ),
]
