// The guidance and the departments' notes that ship with the demo: health advice within the boundary, in the ward's language.

/** The version of this text; a hospital's own entries count for themselves. */
const contentVersion = 1

/**
 * One entry a caller may read out or send. It explains, reminds and says where to turn; it never names a diagnosis or a
 * dose (《互联网诊疗管理办法（试行）》). Kept in Chinese alone, as the rows are: it is the hospital's own text.
 * It ships as a draft. Only the demo marks it approved, by a demo doctor: who approves is for the hospital to decide.
 */
type GuidanceEntry = {
  readonly key: string
  readonly version: number
  /** The group of departments, as the directory names it; null for everyone. */
  readonly group: string | null
  readonly title: string
  readonly text: string
  /** Where to turn when it does not help or gets worse. */
  readonly turnTo: string
}

const danger = '出现胸痛、喘不上气、叫不醒、抽搐或大出血，请立即拨打 120 或到急诊。'

const entry =
  (group: string | null) =>
  (key: string, title: string, text: string, turnTo: string): GuidanceEntry => ({
    key,
    version: contentVersion,
    group,
    title,
    text,
    turnTo,
  })

const general = entry(null)
const surgery = entry('外科')
const internal = entry('内科')
const women = entry('妇产科')
const children = entry('儿科')

export const guidance: readonly GuidanceEntry[] = [
  general(
    'emergency',
    '什么情况马上去急诊',
    '出院后有几种情况不能等：胸痛、喘不上气、叫不醒或说胡话、抽搐、一侧手脚没力或口角歪、出血止不住。身边留人陪着，记下开始的时间。',
    '请立即拨打 120 或到就近医院急诊，不必先打电话问我们。',
  ),
  general(
    'medicine-as-told',
    '按医嘱吃药',
    '出院带药请按出院小结和药盒上药师写的方法吃。漏了、拿不准或吃了不舒服，先记下是哪种药、什么时候吃的，不要自行停药，也不要自己加量或减量。',
    '拿不准的请打出院科室电话或到药学门诊，由医师、药师回答。',
  ),
  general(
    'return-visit',
    '怎样安排复诊',
    '复诊时间写在出院小结上。来之前带好出院小结、在家的测量记录和正在吃的药盒，可以在公众号、电话或自助机预约。',
    '预约不上或时间拿不准，请打客户服务中心电话，我们帮您联系科室。',
  ),
  general(
    'records',
    '复印病历和开证明',
    '复印病历一般在出院后若干个工作日可以办理，本人带身份证，代办人还要带双方证件和委托书。',
    '具体时间和地点请问病案室，客户服务中心也可以帮您转接。',
  ),
  general(
    'sleep-and-mood',
    '睡不好、心里烦',
    '刚出院的人常常睡不踏实、容易着急。白天适当活动，睡前少看手机，把担心的事说给家人听。',
    '两周还不见好，请到心理或全科门诊；有不想活的念头，请马上告诉家人并拨打 120。',
  ),
  general(
    'falls-at-home',
    '在家防跌倒',
    '夜里留一盏小灯，卫生间铺防滑垫，起床先坐一会儿再站。地上的电线和杂物收起来，穿跟脚的鞋。',
    '摔倒后疼得厉害、头碰到过或神志不清，请不要自己搬动，拨打 120。',
  ),
  general(
    'fees',
    '费用和报销问哪里',
    '费用清单可以在自助机或收费窗口打印。异地就医、慢病待遇等报销问题各地规定不同。',
    '费用问财务窗口，报销问医保办；说不清的由我们登记，核实后回复您。',
  ),

  surgery(
    'wound-care',
    '切口怎样护理',
    '切口敷料保持干燥清洁，洗澡前问清能不能沾水。看到敷料湿了、脏了、松了，请到医院处理。按约定的时间来院换药、拆线。',
    '切口红、肿、热、疼加重，流脓、有异味或裂开，请当天联系主管医师或到外科门诊。',
  ),
  surgery(
    'moving-after-surgery',
    '术后怎样活动',
    '能下床就慢慢活动，从床边站、屋里走开始，以不觉得累为度。提重物、弯腰用力、开车何时恢复，听主管医师的安排。',
    `小腿肿疼请当天就医；${danger}`,
  ),
  surgery(
    'eating-after-surgery',
    '术后怎样吃饭',
    '从清淡、好消化的开始，少吃多餐，慢慢恢复平常饭菜。多样搭配，适当喝水。有特殊饮食要求的照出院小结来。',
    '吐得厉害、肚子剧烈疼、一直不排气排便，请到急诊；胃口一直不好，请问主管医师或营养门诊。',
  ),
  surgery(
    'drain-and-stitches',
    '带管回家和拆线',
    '带着引流管回家的，管子固定好，不要拉扯、打折，引流袋低于出口。每天记下颜色和多少，来院时带上。',
    '管子脱出、突然变红或没有了，请用干净纱布盖住出口，马上来院。',
  ),
  surgery(
    'plaster',
    '石膏和支具',
    '石膏保持干燥，不要往里塞东西止痒。手指脚趾勤活动，抬高一点有助于消肿。',
    '手指脚趾发紫、发麻、冰凉或疼得受不了，请立即到急诊或骨科。',
  ),

  internal(
    'blood-pressure',
    '在家量血压',
    '坐着歇五分钟再量，胳膊放在和心脏一样高，每次记下日期、时间和读数。复诊时把记录带来，医师据此调整。',
    `读数超出医师交代的范围并且不舒服，请当天就医；${danger}`,
  ),
  internal(
    'blood-sugar',
    '在家测血糖',
    '按医师交代的时间测，记下读数和当时吃了什么。出门带一点含糖的食物和写有电话的卡片。',
    '心慌、出冷汗、手抖、说话不清，请马上让身边的人帮忙并拨打 120；读数总不稳，请到内分泌门诊。',
  ),
  internal(
    'heart-weight',
    '心脏不好的人称体重',
    '每天早上起床小便后、吃饭前称一次，穿差不多的衣服，记在本子上。少吃咸，喝多少水听医师的。',
    '两天里体重明显增加、脚肿加重或夜里憋醒，请当天联系主管医师；静坐也喘，请拨打 120。',
  ),
  internal(
    'salt',
    '少吃盐的办法',
    '做菜起锅前再放盐，少吃咸菜、腌肉、方便面和外卖汤汁。用葱姜蒜、醋、柠檬提味。看包装上的钠含量。',
    '有肾病、心脏病的，吃盐和喝水多少请问主管医师或营养门诊。',
  ),
  internal(
    'bleeding-watch',
    '吃抗凝药要留意出血',
    '用软毛牙刷，避免磕碰，看病、拔牙前先说明在吃这类药。按约定时间来院化验。不要自行停药。',
    '黑便、小便发红、鼻血止不住请当天就医；吐血或大量便血，请拨打 120。',
  ),
  internal(
    'breathing-home',
    '肺病患者在家',
    '远离烟味和油烟，天冷出门戴口罩，吸入装置用完漱口，用法不熟请护士当面再教一遍。',
    '痰变黄变多、喘得比平时重，请当天到呼吸门诊；嘴唇发紫、说不成句，请拨打 120。',
  ),
  internal(
    'after-stroke',
    '脑血管病后在家',
    '康复锻炼贵在天天做，家人从旁保护。吃东西慢一点，坐直了吃，防呛咳。',
    '突然口角歪、手脚没力、说话不清，请记下时间，立即拨打 120。',
  ),

  women(
    'lochia',
    '产后出血怎样算正常',
    '恶露会从红慢慢变淡、变少，一般几周干净。勤换卫生巾，洗淋浴，伤口从前往后擦。',
    '突然增多、一小时湿透一片、有大血块，请拨打 120；有臭味、发烧、肚子疼，请当天来院。',
  ),
  women(
    'breastfeeding',
    '母乳喂养',
    '按宝宝的需要喂，喂前洗手，含住乳晕而不只是乳头。胀奶时先让宝宝吃，吃不完再挤出来。',
    '乳房一块红、热、疼或发烧，请当天到乳腺或产科门诊；喂奶有困难，请来母乳喂养门诊。',
  ),
  women(
    'mood-after-birth',
    '产后心情',
    '生完孩子的头几天容易哭、容易累，多数会慢慢好。家人多分担夜里的照料，让妈妈睡整觉。',
    '两周还是高兴不起来，请到产科或心理门诊；有伤害自己或宝宝的念头，请马上告诉家人并拨打 120。',
  ),
  women(
    'visits-after-birth',
    '产后访视和检查',
    '出院后社区会上门访视，产后四十二天母子都要检查，各地时间略有不同。带上出院小结和母子健康手册。',
    '没有接到社区电话，请打居住地社区卫生服务中心，或由我们帮您联系。',
  ),
  women(
    'after-gynaecology',
    '妇科手术后',
    '注意休息，保持外阴清洁。盆浴、游泳、同房和提重物何时恢复，听主管医师的安排。',
    `出血比月经多、发烧、肚子越来越疼，请当天来院；${danger}`,
  ),

  children(
    'fever-child',
    '孩子发烧在家看什么',
    '看精神比看度数要紧。穿盖适中，少量多次喝水，每几个小时量一次并记下来。',
    '三个月以内的孩子发烧、叫不醒、抽搐、疹子按压不褪色，请立即到急诊；烧满五天，请当天就医。',
  ),
  children(
    'giving-medicine',
    '喂药的小办法',
    '用配的量杯或喂药器，贴着腮帮慢慢推，喂完抱起来拍一拍。吐了药不要马上补，先打电话问。',
    '喂不进、总是吐，请打出院病区电话，由医师、药师回答，不要自行停药。',
  ),
  children(
    'diarrhoea-child',
    '孩子拉肚子',
    '少量多次地喝，能吃就照常吃。每次便后洗净擦干，大人孩子都勤洗手。记下次数和小便多少。',
    '大半天没有小便、哭没有眼泪、精神差、便里有血，请当天就医；叫不醒请拨打 120。',
  ),
  children(
    'newborn-yellow',
    '新生儿变黄',
    '在窗边的自然光下看脸和身上的颜色，按需喂奶，看大小便次数。不要用土办法晒或喂糖水代替看医师。',
    '越来越黄、不吃奶、老睡不醒，请立即来院；满两周还黄，请到新生儿门诊。',
  ),
  children(
    'cough-child',
    '孩子咳嗽、雾化',
    '家里不抽烟，空气不要太干。雾化的时间地点照出院小结，做完洗脸、漱口。',
    '喘得快、吸气时脖子和肋骨下面凹进去、嘴唇发紫，请立即拨打 120 或到急诊。',
  ),
]

/**
 * What a department wants the caller to know before the call: medicines and cautions, for the caller's eyes, never read
 * out (the identity of the one on the line is not yet known). `diagnosis` is a part of the diagnosis; empty for all.
 */
type CareNoteEntry = {
  readonly group: string
  readonly diagnosis: string
  readonly medicines: string
  readonly cautions: string
}

const note = (group: string, diagnosis: string, medicines: string, cautions: string): CareNoteEntry => ({
  group,
  diagnosis,
  medicines,
  cautions,
})

/** The notes of the demo's departments; a hospital's departments write their own. */
export const careNotes: readonly CareNoteEntry[] = [
  note('外科', '', '止痛药、抗菌药疗程以出院小结为准。', '先问切口、体温、排气排便；小腿肿疼和突然气短要追问。'),
  note('外科', '骨折', '预防血栓的药是否按时用。', '问患肢末端颜色和感觉；石膏、支具有没有过紧。'),
  note('外科', '胆', '出院后饮食过渡，带管者问引流量和颜色。', '发烧、皮肤发黄、腹痛加重属当日联系医师。'),
  note('外科', '前列腺', '缓解排尿的药是否在用。', '问排尿是否通畅、有无血尿；拔管后解不出请当日来院。'),
  note('内科', '', '问清每天几种药、有没有漏服，不评价用法。', '先问主要不适的变化，再问夜里能否平卧。'),
  note(
    '内科',
    '心力衰竭',
    '利尿药、控制心率的药为重点，问漏服。',
    '每天称体重；两天内明显增加或夜间憋醒属当日联系医师。',
  ),
  note('内科', '糖尿病', '胰岛素或口服降糖药，问低血糖经历。', '问足部皮肤、视物变化；心慌出汗要追问。'),
  note('内科', '脑梗', '抗血小板药是否在吃，有无出血。', '家属可代答；言语不清者改与家属核对。'),
  note('内科', '肺', '吸入装置会不会用，用后漱口。', '问静息时喘不喘、痰的颜色；是否还在吸烟。'),
  note('妇产科', '', '补铁、促宫缩等出院带药以出院小结为准。', '看清住院类型再拨：流产、引产者不问宝宝，不说恭喜。'),
  note('妇产科', '剖宫产', '止痛药与哺乳的关系由医师回答。', '先问切口和恶露，再问小腿；头痛伴看东西模糊立即就医。'),
  note('妇产科', '高血压', '产后降压药是否按时吃。', '产后三天内剧烈头痛、眼前发花按立即处理。'),
  note('儿科', '', '和监护人通话，先核对关系；喂药困难请药师回电。', '按年龄看体温警戒线：三个月以内发烧立即就医。'),
  note('儿科', '肺炎', '雾化、口服药是否完成疗程。', '问呼吸快不快、有没有凹陷、吃奶和精神。'),
  note('儿科', '黄疸', '一般不带药。', '问颜色变化、吃奶、大小便和精神；加深或拒奶立即来院。'),
  note('儿科', '腹泻', '补液的喝法以出院小结为准。', '问小便次数、眼泪、精神。'),
]
