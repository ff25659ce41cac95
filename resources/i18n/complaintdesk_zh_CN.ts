<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>Complaint desk {version}</source>
        <translation>投诉台 {version}</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>全部复制</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>数据库</translation>
    </message>
    <message>
        <source>Not found.</source>
        <translation>没有找到。</translation>
    </message>
    <message>
        <source>Notices of the parts</source>
        <translation>所用组件的许可声明</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>组成部分</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>Search in the notices; Enter goes on</source>
        <translation>在许可声明里查找，回车找下一处</translation>
    </message>
    <message>
        <source>The reception desk of a property-management office. Licence: Apache-2.0.</source>
        <translation>物业管理处客服前台。许可证：Apache-2.0。</translation>
    </message>
    <message>
        <source>{kind}, schema {schema}</source>
        <translation>{kind}，结构第 {schema} 版</translation>
    </message>
</context>
<context>
    <name>AcceptForm</name>
    <message>
        <source>Accepted by</source>
        <translation>接单</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>维修员</translation>
    </message>
</context>
<context>
    <name>AccessWindow</name>
    <message>
        <source>Approved by</source>
        <translation>批准人</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Excel…</source>
        <translation>导出 Excel…</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>How</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>Nobody saw anybody's data.</source>
        <translation>没有查看记录。</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Seen by</source>
        <translation>查看人</translation>
    </message>
    <message>
        <source>To</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Try earlier days, or anybody: shown numbers, copies and prints stand here.</source>
        <translation>可把日期放宽，或选“所有人”：查看号码、导出、打印都记在这里。</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>查看人</translation>
    </message>
    <message>
        <source>Who saw whom</source>
        <translation>谁看过谁</translation>
    </message>
    <message>
        <source>Whose data</source>
        <translation>谁的信息</translation>
    </message>
    <message>
        <source>anybody</source>
        <translation>所有人</translation>
    </message>
    <message>
        <source>name, room or case; empty for all</source>
        <translation>姓名、房号或编号；空着为全部</translation>
    </message>
    <message>
        <source>{count} lines are written to:
{path}</source>
        <translation>已写入 {count} 行：
{path}</translation>
    </message>
    <message>
        <source>{count} people</source>
        <translation>{count} 人</translation>
    </message>
</context>
<context>
    <name>AnswerForm</name>
    <message>
        <source>A new answer</source>
        <translation>新增答案</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答案</translation>
    </message>
    <message>
        <source>As people ask it</source>
        <translation>按业主的问法写</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Change the answer</source>
        <translation>修改答案</translation>
    </message>
    <message>
        <source>Enquiry</source>
        <translation>咨询</translation>
    </message>
    <message>
        <source>Found by</source>
        <translation>关键词</translation>
    </message>
    <message>
        <source>None</source>
        <translation>不分类</translation>
    </message>
    <message>
        <source>One wording for all who answer</source>
        <translation>统一口径的答复</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Which enquiry? Number or words</source>
        <translation>哪件咨询？输入编号或内容</translation>
    </message>
    <message>
        <source>further words it is found by, each after a blank</source>
        <translation>便于查找的词，用空格分开</translation>
    </message>
    <message>
        <source>none is waiting</source>
        <translation>没有待收录的咨询</translation>
    </message>
</context>
<context>
    <name>AnswerPanel</name>
    <message>
        <source>Category</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Choose an answer to read it, or look for one with Ctrl+F.</source>
        <translation>选一条查看，或按 Ctrl+F 查找。</translation>
    </message>
    <message>
        <source>Found by</source>
        <translation>关键词</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Its enquiry</source>
        <translation>来源咨询</translation>
    </message>
    <message>
        <source>Take this answer out of the book</source>
        <translation>将这一条移出答客问</translation>
    </message>
    <message>
        <source>The answer is in the book.</source>
        <translation>已收入答客问。</translation>
    </message>
    <message>
        <source>The answer is taken out; it stays in the books.</source>
        <translation>已移出答客问，记录仍保留。</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>修订</translation>
    </message>
</context>
<context>
    <name>AnswerProposals</name>
    <message>
        <source>Another answer</source>
        <translation>换一条</translation>
    </message>
    <message>
        <source>Answers from the book</source>
        <translation>答客问里的答案</translation>
    </message>
    <message>
        <source>From the book of answers: Enter takes one</source>
        <translation>答客问：按回车选用</translation>
    </message>
    <message>
        <source>Read it out: saving notes the answer, and the enquiry as handled.</source>
        <translation>请照此答复；保存时记为已答复、已办结。</translation>
    </message>
    <message>
        <source>{registered}, answered from the book and handled</source>
        <translation>{registered}，已按答客问答复并办结</translation>
    </message>
</context>
<context>
    <name>AnswersPage</name>
    <message>
        <source>Add</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>All categories</source>
        <translation>全部分类</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答案</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Clear the search box and the category, or write the answer with Ctrl+N.</source>
        <translation>清空搜索框和分类，或按 Ctrl+N 新增。</translation>
    </message>
    <message>
        <source>Export the answers</source>
        <translation>导出答客问</translation>
    </message>
    <message>
        <source>Export to Excel…</source>
        <translation>导出 Excel…</translation>
    </message>
    <message>
        <source>From an enquiry</source>
        <translation>从咨询收录</translation>
    </message>
    <message>
        <source>No answer fits.</source>
        <translation>没有符合的答案。</translation>
    </message>
    <message>
        <source>Put the answer to an enquiry into the book</source>
        <translation>把已答复的咨询收入答客问</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Read a list in…</source>
        <translation>导入表格…</translation>
    </message>
    <message>
        <source>Read a list of answers in</source>
        <translation>导入答客问</translation>
    </message>
    <message>
        <source>Row {row} was left out: {problem}</source>
        <translation>第 {row} 行未导入：{problem}</translation>
    </message>
    <message>
        <source>Standard answers</source>
        <translation>答客问</translation>
    </message>
    <message>
        <source>Standard answers.xlsx</source>
        <translation>答客问.xlsx</translation>
    </message>
    <message>
        <source>The book of answers is empty.</source>
        <translation>答客问还是空的。</translation>
    </message>
    <message>
        <source>Write what people often ask with Ctrl+N, or read a list in with Ctrl+I.</source>
        <translation>按 Ctrl+N 写下常被问到的事，或按 Ctrl+I 导入表格。</translation>
    </message>
    <message>
        <source>{count} answers are written to:
{path}</source>
        <translation>已导出 {count} 条：
{path}</translation>
    </message>
    <message>
        <source>{new} answers are new in the book; {existing} questions stood there already.</source>
        <translation>新收入 {new} 条；{existing} 个问题原来就有，未改动。</translation>
    </message>
    <message>
        <source>… and {count} rows more</source>
        <translation>……另有 {count} 行</translation>
    </message>
</context>
<context>
    <name>Approvals</name>
    <message>
        <source>Approved</source>
        <translation>同意</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>报批</translation>
    </message>
    <message>
        <source>Ask for an approval</source>
        <translation>报批</translation>
    </message>
    <message>
        <source>Asked: {words}</source>
        <translation>报批内容：{words}</translation>
    </message>
    <message>
        <source>Attach the signed paper to the case, as a photo or scan.</source>
        <translation>请把签字的协议拍照或扫描，作为附件归档。</translation>
    </message>
    <message>
        <source>Compensation agreed in writing</source>
        <translation>书面约定赔偿</translation>
    </message>
    <message>
        <source>For {by} to approve</source>
        <translation>由{by}批准</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>不同意</translation>
    </message>
    <message>
        <source>The word</source>
        <translation>批复</translation>
    </message>
    <message>
        <source>The word on an approval</source>
        <translation>批复</translation>
    </message>
    <message>
        <source>What is to be approved, with the reasons</source>
        <translation>报批的内容和理由</translation>
    </message>
    <message>
        <source>What they said; of a refusal the reason</source>
        <translation>批复意见；不同意的写明理由</translation>
    </message>
    <message>
        <source>What was agreed, and who signed</source>
        <translation>约定的内容，谁签的字</translation>
    </message>
    <message>
        <source>Which</source>
        <translation>报批事项</translation>
    </message>
    <message>
        <source>Whose</source>
        <translation>批复人</translation>
    </message>
    <message>
        <source>Yuan</source>
        <translation>金额（元）</translation>
    </message>
</context>
<context>
    <name>ArriveForm</name>
    <message>
        <source>Arrived</source>
        <translation>到场</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
</context>
<context>
    <name>AssessStep</name>
    <message>
        <source>Assessment: 1 slight, 2 medium, 3 grave</source>
        <translation>评估：1 轻 2 中 3 重</translation>
    </message>
    <message>
        <source>Impact, and why the level is what it is</source>
        <translation>影响，以及定级理由</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>优先级</translation>
    </message>
    <message>
        <source>Priority and impact</source>
        <translation>优先级与影响</translation>
    </message>
    <message>
        <source>Sum {sum}: the rule book suggests {level} ({source})</source>
        <translation>合计 {sum} 分，规程建议：{level}（{source}）</translation>
    </message>
</context>
<context>
    <name>AttachStep</name>
    <message>
        <source>Drop files here, or paste them with Ctrl+V. What is kept stays in the books.</source>
        <translation>把文件拖到这里，或按 Ctrl+V 粘贴。保存后留在册中。</translation>
    </message>
    <message>
        <source>Files kept with the case</source>
        <translation>附件</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保存附件</translation>
    </message>
</context>
<context>
    <name>BackupFields</name>
    <message>
        <source>A backup is made every half hour when something was changed, and checked. A disk can break and a computer be stolen: let a second medium get a copy.</source>
        <translation>有改动时每半小时自动备份一次并核验。硬盘会坏，电脑会丢，请让第二介质也留一份。</translation>
    </message>
    <message>
        <source>Folder of the backups</source>
        <translation>备份文件夹</translation>
    </message>
    <message>
        <source>Second medium</source>
        <translation>第二介质</translation>
    </message>
    <message>
        <source>a stick, another disk, a folder of the network; empty for none</source>
        <translation>U盘、另一块硬盘或网络文件夹；没有就空着</translation>
    </message>
    <message>
        <source>empty: in a folder beside the books</source>
        <translation>空着：放在数据旁边的文件夹</translation>
    </message>
</context>
<context>
    <name>BackupSettings</name>
    <message>
        <source>Back up now</source>
        <translation>立即备份</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Last backup made and checked: {at}</source>
        <translation>最近一次备份（已核验）：{at}</translation>
    </message>
    <message>
        <source>No backup has been made yet.</source>
        <translation>还没有备份过。</translation>
    </message>
    <message>
        <source>Restore…</source>
        <translation>恢复…</translation>
    </message>
</context>
<context>
    <name>Backups</name>
    <message>
        <source>A backup was made first, but it is not verified: {count} things in it are wrong.
{first}

Nothing has gone in yet. “Check the records” names all that is wrong.</source>
        <translation>已先做了备份，但校验没有通过：有 {count} 处问题。
{first}

目前还没有导入任何内容。“检查数据”会列出全部问题。</translation>
    </message>
    <message>
        <source>A folder on another disk or stick</source>
        <translation>另一块磁盘或U盘上的文件夹</translation>
    </message>
    <message>
        <source>All backups lie on this computer. Choose a stick or another disk that gets a copy of each.</source>
        <translation>所有备份都在这台电脑上。请选择一个U盘或另一块磁盘，每次备份都复制一份过去。</translation>
    </message>
    <message>
        <source>Backing up before the program closes</source>
        <translation>关闭前先做备份</translation>
    </message>
    <message>
        <source>Backing up before the restore</source>
        <translation>恢复前先做备份</translation>
    </message>
    <message>
        <source>Check the records</source>
        <translation>检查数据</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Close without a backup</source>
        <translation>不备份，直接关闭</translation>
    </message>
    <message>
        <source>Do not close</source>
        <translation>先不关闭</translation>
    </message>
    <message>
        <source>Do not restore</source>
        <translation>先不恢复</translation>
    </message>
    <message>
        <source>Go on all the same</source>
        <translation>仍要继续</translation>
    </message>
    <message>
        <source>Go on without a backup</source>
        <translation>不备份，继续</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>以后再说</translation>
    </message>
    <message>
        <source>The backup could not be made:
{problem}

What was saved is in the database.</source>
        <translation>备份没有做成：
{problem}

已保存的内容都在数据库里。</translation>
    </message>
    <message>
        <source>The backup is not verified</source>
        <translation>备份未通过校验</translation>
    </message>
    <message>
        <source>The last backup failed. {problem}</source>
        <translation>上一次备份失败。{problem}</translation>
    </message>
    <message>
        <source>The newest backup is kept, but not verified: {count} things in it are wrong. Earlier good backups stay.</source>
        <translation>最新的备份已保留，但未通过校验：其中有 {count} 处问题。以前的完好备份不会清理。</translation>
    </message>
    <message>
        <source>The second medium got no copy for {days} days or more.</source>
        <translation>U盘（第二份备份）已有 {days} 天或更久没有更新。</translation>
    </message>
    <message>
        <source>These records were restored from a backup. All older backups stay until they are found to be right.</source>
        <translation>目前的数据是从备份恢复的。确认无误之前，旧备份一份也不会清理。</translation>
    </message>
    <message>
        <source>They are right</source>
        <translation>确认无误</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
</context>
<context>
    <name>BackupsPage</name>
    <message>
        <source>Backups</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Nothing that was registered may be lost, not even with this computer.</source>
        <translation>登记过的一条也不能丢，就是电脑没了也不能丢。</translation>
    </message>
</context>
<context>
    <name>BatchDialog</name>
    <message>
        <source>All that are out</source>
        <translation>所有未回的</translation>
    </message>
    <message>
        <source>Choose a printer first.</source>
        <translation>请先选打印机。</translation>
    </message>
    <message>
        <source>Go on with the rest</source>
        <translation>继续打印其余的</translation>
    </message>
    <message>
        <source>How far it is</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Print several</source>
        <translation>批量打印</translation>
    </message>
    <message>
        <source>There is none of these.</source>
        <translation>没有这样的单子。</translation>
    </message>
    <message>
        <source>This month's</source>
        <translation>本月的</translation>
    </message>
    <message>
        <source>Those listed</source>
        <translation>列表中的</translation>
    </message>
    <message>
        <source>Today's unprinted</source>
        <translation>今天未打印的</translation>
    </message>
    <message>
        <source>Which</source>
        <translation>打印哪些</translation>
    </message>
    <message>
        <source>{count} of these were printed before. Why again?</source>
        <translation>其中 {count} 份以前打印过。为什么再打？</translation>
    </message>
    <message>
        <source>{form}: {count}</source>
        <translation>{form}：{count} 份</translation>
    </message>
    <message>
        <source>{form}: {count}, of which {before} were printed before</source>
        <translation>{form}：{count} 份，其中 {before} 份以前打印过</translation>
    </message>
    <message>
        <source>{form}: {sent} of {count} sent to {printer}.</source>
        <translation>{form}：{count} 份中 {sent} 份已送到 {printer}。</translation>
    </message>
    <message>
        <source>{sent} of {count} are out. The others are not counted as printed if you close.</source>
        <translation>已打印 {sent} 份，共 {count} 份。现在关闭，其余的不算打印过。</translation>
    </message>
</context>
<context>
    <name>Bell</name>
    <message>
        <source>Due now</source>
        <translation>到期提醒</translation>
    </message>
    <message>
        <source>Enter opens it · Esc back</source>
        <translation>回车打开 · Esc 返回</translation>
    </message>
    <message>
        <source>Nothing is due</source>
        <translation>没有到期事项</translation>
    </message>
    <message>
        <source>Nothing is due.</source>
        <translation>没有到期事项。</translation>
    </message>
    <message>
        <source>{count} things are due, {unseen} of them not looked at</source>
        <translation>到期事项 {count} 条，其中 {unseen} 条未看</translation>
    </message>
</context>
<context>
    <name>BindingPage</name>
    <message>
        <source>A month stands here as soon as it has its first slip.</source>
        <translation>开了第一张派工单，这个月就列在这里。</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>月份</translation>
    </message>
    <message>
        <source>Months</source>
        <translation>月份</translation>
    </message>
    <message>
        <source>Months to be signed: {count}</source>
        <translation>{count} 个月待签认</translation>
    </message>
    <message>
        <source>No slip has been issued yet.</source>
        <translation>还没有开过派工单。</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>签认</translation>
    </message>
    <message>
        <source>not over yet</source>
        <translation>未过完</translation>
    </message>
    <message>
        <source>to be signed</source>
        <translation>待签认</translation>
    </message>
</context>
<context>
    <name>BindingPanel</name>
    <message>
        <source>Back since it was signed: {count}.</source>
        <translation>签认以后又收回 {count} 张。</translation>
    </message>
    <message>
        <source>Choose a month to see its slips.</source>
        <translation>选一个月份查看派工单。</translation>
    </message>
    <message>
        <source>Last had by</source>
        <translation>最后持有人</translation>
    </message>
    <message>
        <source>Missing since it was signed</source>
        <translation>签认后缺失</translation>
    </message>
    <message>
        <source>Missing slips: {count}.</source>
        <translation>缺失 {count} 张。</translation>
    </message>
    <message>
        <source>No slip was issued in this month.</source>
        <translation>这个月没有开过派工单。</translation>
    </message>
    <message>
        <source>Numbers of the month</source>
        <translation>本月编号</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>签认</translation>
    </message>
    <message>
        <source>Sign the binding list of {month}: it stays as it is now</source>
        <translation>签认 {month} 的装订清单：签后不再变</translation>
    </message>
    <message>
        <source>Sign the list</source>
        <translation>签认清单</translation>
    </message>
    <message>
        <source>Signed by {name} {moment}, taken back by {by}: {reason}</source>
        <translation>{name} {moment} 签认，{by}撤回：{reason}</translation>
    </message>
    <message>
        <source>Signed by {name}, {moment}; the list stays as it was then.</source>
        <translation>{name} 于 {moment} 签认，清单保持当时的样子。</translation>
    </message>
    <message>
        <source>Take the signature of {name} back</source>
        <translation>撤回{name}的签认</translation>
    </message>
    <message>
        <source>The list is signed and stays as it is.</source>
        <translation>清单已签认，不再变化。</translation>
    </message>
    <message>
        <source>The month is not over yet; its list is signed when it is.</source>
        <translation>本月还没过完，过完才能签认。</translation>
    </message>
    <message>
        <source>The signature is taken back; it stays in the books.</source>
        <translation>签认已撤回，记录保留。</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>back since: {parts}</source>
        <translation>之后收回：{parts}</translation>
    </message>
    <message>
        <source>not signed</source>
        <translation>未签</translation>
    </message>
    <message>
        <source>signed</source>
        <translation>已签</translation>
    </message>
    <message>
        <source>{count} numbers</source>
        <translation>共 {count} 个编号</translation>
    </message>
</context>
<context>
    <name>BookBackDialog</name>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Book in</source>
        <translation>登记回单</translation>
    </message>
    <message>
        <source>Came back</source>
        <translation>交回的联</translation>
    </message>
    <message>
        <source>Enter books it in. Or scan the next slip.</source>
        <translation>按回车登记回单；也可以接着扫下一张。</translation>
    </message>
    <message>
        <source>From</source>
        <translation>交单人</translation>
    </message>
    <message>
        <source>It was the last one of {number}: open it to handle the case.</source>
        <translation>{number} 的单子都已收回：可打开办结。</translation>
    </message>
    <message>
        <source>No slip has the number {number}.</source>
        <translation>没有编号为 {number} 的派工单。</translation>
    </message>
    <message>
        <source>Open the slip</source>
        <translation>打开单子</translation>
    </message>
    <message>
        <source>Slip back</source>
        <translation>回单登记</translation>
    </message>
    <message>
        <source>Slips are booked back by customer service.</source>
        <translation>回单由客服登记。</translation>
    </message>
    <message>
        <source>Still out: {parts}.</source>
        <translation>还没交回：{parts}。</translation>
    </message>
    <message>
        <source>What was done is not typed up yet: open the slip (Ctrl+O).</source>
        <translation>完工情况还没补录：打开单子补录（Ctrl+O）。</translation>
    </message>
    <message>
        <source>name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>{count} slips booked in so far.</source>
        <translation>本次已登记 {count} 张。</translation>
    </message>
    <message>
        <source>{number} is a case's number, not a slip's.</source>
        <translation>{number} 是事项编号，不是派工单编号。</translation>
    </message>
    <message>
        <source>{number} is back already.</source>
        <translation>{number} 早已回单。</translation>
    </message>
    <message>
        <source>{number} is back already; what was done is not typed up yet.</source>
        <translation>{number} 早已回单，完工情况还没补录。</translation>
    </message>
    <message>
        <source>{number} is booked in: {parts}.</source>
        <translation>{number} 已登记回单：{parts}。</translation>
    </message>
    <message>
        <source>{number} is void: {reason}</source>
        <translation>{number} 已作废：{reason}</translation>
    </message>
    <message>
        <source>{number} was booked in before.</source>
        <translation>{number} 之前已登记过。</translation>
    </message>
    <message>
        <source>{number} was not booked in.</source>
        <translation>{number} 没有登记。</translation>
    </message>
</context>
<context>
    <name>BookPanel</name>
    <message>
        <source>Change</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Take out…</source>
        <translation>作废…</translation>
    </message>
</context>
<context>
    <name>BookSettings</name>
    <message>
        <source>Adopted</source>
        <translation>采用时间</translation>
    </message>
    <message>
        <source>By</source>
        <translation>采用人</translation>
    </message>
    <message>
        <source>By it limits, levels, steps and follow-ups go. A case keeps the one it came in under.</source>
        <translation>时限、级别、步骤和回访都以它为准。每件事项始终按登记时的规程办理。</translation>
    </message>
    <message>
        <source>Discard what was changed and not adopted yet?</source>
        <translation>放弃改了还没有采用的内容？</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>编辑…</translation>
    </message>
    <message>
        <source>Go over to another…</source>
        <translation>改用别的规程…</translation>
    </message>
    <message>
        <source>Look at this version…</source>
        <translation>查看这一版…</translation>
    </message>
    <message>
        <source>Read from a file…</source>
        <translation>从文件导入…</translation>
    </message>
    <message>
        <source>Rule book</source>
        <translation>规程</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Version {version} of the rule book is in force.</source>
        <translation>规程第 {version} 版已生效。</translation>
    </message>
    <message>
        <source>Version {version}, adopted {moment} by {name}</source>
        <translation>第 {version} 版，{moment} 由 {name} 采用</translation>
    </message>
    <message>
        <source>Version {version}: {name}</source>
        <translation>第 {version} 版：{name}</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>历次版本</translation>
    </message>
    <message>
        <source>Write the rule book to a file</source>
        <translation>导出规程文件</translation>
    </message>
    <message>
        <source>Write to a file…</source>
        <translation>导出到文件…</translation>
    </message>
    <message>
        <source>Written to {path}.</source>
        <translation>已写入 {path}。</translation>
    </message>
    <message>
        <source>“Edit…” shows it. The other rule book takes its place.</source>
        <translation>点“编辑…”可以查看。改用别的规程会取代它。</translation>
    </message>
</context>
<context>
    <name>BooksPage</name>
    <message>
        <source>Address of the server</source>
        <translation>服务器地址</translation>
    </message>
    <message>
        <source>An office is there already. Go back and open it by its address.</source>
        <translation>那里已有一个管理处的数据。请返回开始页，按地址打开。</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>正在询问服务器…</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Databases (*.db)</source>
        <translation>数据库 (*.db)</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>File of the books</source>
        <translation>数据文件</translation>
    </message>
    <message>
        <source>Not on a network drive, and not in a folder that a cloud program copies.</source>
        <translation>不要放在网络盘上，也不要放在网盘同步的文件夹里。</translation>
    </message>
    <message>
        <source>On a PostgreSQL server</source>
        <translation>PostgreSQL 服务器上</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>本机上</translation>
    </message>
    <message>
        <source>One desk keeps them on its own disk; several desks share a PostgreSQL server.</source>
        <translation>一个前台放在本机硬盘上；几个前台共用一台 PostgreSQL 服务器。</translation>
    </message>
    <message>
        <source>Test the connection</source>
        <translation>测试连接</translation>
    </message>
    <message>
        <source>The server answers, and its database is empty.</source>
        <translation>服务器已应答，库是空的。</translation>
    </message>
    <message>
        <source>Where the books lie</source>
        <translation>数据放在哪里</translation>
    </message>
</context>
<context>
    <name>CalendarSettings</name>
    <message>
        <source>All holidays of {year} are in</source>
        <translation>{year} 年节假日已录全</translation>
    </message>
    <message>
        <source>As its weekday</source>
        <translation>恢复为平日</translation>
    </message>
    <message>
        <source>Basis</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>Confirmed on {day} by {name}, from {source}</source>
        <translation>{name}于 {day} 确认，依据：{source}</translation>
    </message>
    <message>
        <source>Days changed: {days}.</source>
        <translation>改动 {days} 天。</translation>
    </message>
    <message>
        <source>Import a list of holidays</source>
        <translation>导入节假日表</translation>
    </message>
    <message>
        <source>Import a list…</source>
        <translation>导入日期表…</translation>
    </message>
    <message>
        <source>Its days stay; due times that reach into it are provisional again.</source>
        <translation>已录入的日子保留；涉及该年的到期时间重新标为暂定。</translation>
    </message>
    <message>
        <source>Lists ({suffixes})</source>
        <translation>日期表 ({suffixes})</translation>
    </message>
    <message>
        <source>Name, such as 国庆节</source>
        <translation>名称，如 国庆节</translation>
    </message>
    <message>
        <source>No open limit moves.</source>
        <translation>没有时限因此变动。</translation>
    </message>
    <message>
        <source>Not confirmed</source>
        <translation>尚未确认</translation>
    </message>
    <message>
        <source>Not confirmed after all…</source>
        <translation>撤销确认…</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>没有改动。</translation>
    </message>
    <message>
        <source>Nothing was taken over: mend these rows and import it again.</source>
        <translation>没有采用任何一行：请改正后重新导入。</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>休息</translation>
    </message>
    <message>
        <source>Planning open limits anew</source>
        <translation>正在重新计算未完成的时限</translation>
    </message>
    <message>
        <source>Space or a double click changes a day.</source>
        <translation>按空格键或双击可切换上班/休息。</translation>
    </message>
    <message>
        <source>Take over the program's holidays</source>
        <translation>采用程序自带的节假日</translation>
    </message>
    <message>
        <source>The chosen day</source>
        <translation>选中的日期</translation>
    </message>
    <message>
        <source>The holidays of {year} are not confirmed after all</source>
        <translation>撤销对 {year} 年节假日的确认</translation>
    </message>
    <message>
        <source>The holidays of {year} are not confirmed yet: weekends count, and due times that reach into it are provisional.</source>
        <translation>{year} 年节假日尚未确认：暂按周末计算，跨入该年的到期时间均为暂定。</translation>
    </message>
    <message>
        <source>The limits that move</source>
        <translation>改期的时限</translation>
    </message>
    <message>
        <source>The notice, or the reason</source>
        <translation>通知文号，或调整原因</translation>
    </message>
    <message>
        <source>The year after</source>
        <translation>下一年</translation>
    </message>
    <message>
        <source>The year before</source>
        <translation>上一年</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>为什么？</translation>
    </message>
    <message>
        <source>Worked</source>
        <translation>上班</translation>
    </message>
    <message>
        <source>Working days</source>
        <translation>工作日历</translation>
    </message>
    <message>
        <source>no longer applies</source>
        <translation>不再适用</translation>
    </message>
    <message>
        <source>{count} are late by it.</source>
        <translation>{count} 个因此逾期。</translation>
    </message>
    <message>
        <source>{count} are provisional no longer.</source>
        <translation>{count} 个不再是暂定。</translation>
    </message>
    <message>
        <source>{count} of them an earlier one.</source>
        <translation>其中 {count} 个提前。</translation>
    </message>
    <message>
        <source>{days} days read, {fresh} of them new; save to put them in force.</source>
        <translation>读到 {days} 天，其中 {fresh} 天与现有日历不同；保存后生效。</translation>
    </message>
    <message>
        <source>{limits} open limits of {cases} cases get another due time.</source>
        <translation>{cases} 件事项的 {limits} 个未完成时限改期。</translation>
    </message>
    <message>
        <source>{number} {limit}: {before} → {after}</source>
        <translation>{number} {limit}：{before} → {after}</translation>
    </message>
    <message>
        <source>{off} day off · {worked} make-up workday · blue dot: not saved yet · limits that were met stay as they are</source>
        <translation>{off} 放假 · {worked} 调休上班 · 蓝点：尚未保存 · 已完成的时限不受影响</translation>
    </message>
    <message>
        <source>{sheet}, row {row}: {reason}</source>
        <translation>{sheet} 第 {row} 行：{reason}</translation>
    </message>
    <message>
        <source>{source} ({name}, {day})</source>
        <translation>{source}（{name}，{day}）</translation>
    </message>
    <message>
        <source>… and {count} more</source>
        <translation>……另有 {count} 处</translation>
    </message>
</context>
<context>
    <name>CaseCorrection</name>
    <message>
        <source>{fact}: now “{theirs}”, here “{mine}”</source>
        <translation>{fact}：现在是“{theirs}”，您填的是“{mine}”</translation>
    </message>
</context>
<context>
    <name>CaseDeeds</name>
    <message>
        <source>A further call or visit on the same matter</source>
        <translation>同一件事又来电、来访</translation>
    </message>
    <message>
        <source>Again</source>
        <translation>再次登记</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答复</translation>
    </message>
    <message>
        <source>Ask whoever has the slip, the department or the leaders for the result</source>
        <translation>催单子、责任部门或领导要结果</translation>
    </message>
    <message>
        <source>Attach</source>
        <translation>附件</translation>
    </message>
    <message>
        <source>Call back</source>
        <translation>回访</translation>
    </message>
    <message>
        <source>Chase</source>
        <translation>催办</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>结案</translation>
    </message>
    <message>
        <source>Closed.</source>
        <translation>已结案。</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>来电来访</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>更正</translation>
    </message>
    <message>
        <source>Dispatch</source>
        <translation>派单</translation>
    </message>
    <message>
        <source>Handle</source>
        <translation>办结</translation>
    </message>
    <message>
        <source>Handled. It is closed when the caller is content.</source>
        <translation>已办结。来电人满意后再结案。</translation>
    </message>
    <message>
        <source>Issue a slip to a team, and print it</source>
        <translation>给班组开派工单并打印</translation>
    </message>
    <message>
        <source>Keep a photo or document with the case</source>
        <translation>随事项保存照片、文件</translation>
    </message>
    <message>
        <source>Not content: a new round of the same case</source>
        <translation>来电人不满意：同一事项再办一轮</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Note which supervisor was told</source>
        <translation>记下报告了哪位主管</translation>
    </message>
    <message>
        <source>Noted.</source>
        <translation>已记录。</translation>
    </message>
    <message>
        <source>Print slip</source>
        <translation>打印派工单</translation>
    </message>
    <message>
        <source>Print the slip that is out; again is marked as a reprint</source>
        <translation>打印派工单；再打的注明补打</translation>
    </message>
    <message>
        <source>Put the facts right; the old text stays in the books</source>
        <translation>改正登记内容，原文留底</translation>
    </message>
    <message>
        <source>Registered by mistake: it stays in the books under its number</source>
        <translation>登记错了：作废后编号仍留在册</translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation>重新办理</translation>
    </message>
    <message>
        <source>Reopened: a new round has begun.</source>
        <translation>已重新办理，新的一轮开始。</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Take back a step noted by mistake</source>
        <translation>撤回记错的一步</translation>
    </message>
    <message>
        <source>Taken back; it stays in the story, struck through.</source>
        <translation>已撤回，经过中划线保留。</translation>
    </message>
    <message>
        <source>The answer is noted.</source>
        <translation>答复已记入。</translation>
    </message>
    <message>
        <source>The contact is noted.</source>
        <translation>来电来访已记入。</translation>
    </message>
    <message>
        <source>The end: the caller is content, or the signed slip is back</source>
        <translation>了结：来电人满意，或签字的派工单已收回</translation>
    </message>
    <message>
        <source>The matter is dealt with; the caller may still be asked</source>
        <translation>事情已处理完，还可回访来电人</translation>
    </message>
    <message>
        <source>The report is noted.</source>
        <translation>已记下报告主管。</translation>
    </message>
    <message>
        <source>The same matter once more: a new case that names this one</source>
        <translation>同一件事再次发生：另登记一件并注明本件</translation>
    </message>
    <message>
        <source>To the follow-up that is open, among the follow-ups</source>
        <translation>转到这件事项待做的回访</translation>
    </message>
    <message>
        <source>Void</source>
        <translation>作废</translation>
    </message>
    <message>
        <source>Void. The number stays in the books.</source>
        <translation>已作废，编号留在册上。</translation>
    </message>
    <message>
        <source>Write down a step that was taken</source>
        <translation>记下已做的一步</translation>
    </message>
    <message>
        <source>Write down the answer given to the caller</source>
        <translation>记下给来电人的答复</translation>
    </message>
</context>
<context>
    <name>CaseFacts</name>
    <message>
        <source>Agreed for</source>
        <translation>预约</translation>
    </message>
    <message>
        <source>Charge</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>时限</translation>
    </message>
    <message>
        <source>Follows up</source>
        <translation>跟进人</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>等级</translation>
    </message>
    <message>
        <source>Judged</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Major</source>
        <translation>重大</translation>
    </message>
    <message>
        <source>Not told</source>
        <translation>缺项</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>受理</translation>
    </message>
    <message>
        <source>Reported to</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>服务期</translation>
    </message>
    <message>
        <source>Slip</source>
        <translation>派工单</translation>
    </message>
    <message>
        <source>Waiting ({reason})</source>
        <translation>等待中（{reason}）</translation>
    </message>
    <message>
        <source>Why void</source>
        <translation>作废原因</translation>
    </message>
    <message>
        <source>agreed</source>
        <translation>已同意报价</translation>
    </message>
    <message>
        <source>complex</source>
        <translation>复杂</translation>
    </message>
    <message>
        <source>first asked: {name}</source>
        <translation>首问 {name}</translation>
    </message>
    <message>
        <source>not printed</source>
        <translation>未打印</translation>
    </message>
    <message>
        <source>not yet agreed</source>
        <translation>未同意报价</translation>
    </message>
    <message>
        <source>noted {moment}</source>
        <translation>{moment} 补记</translation>
    </message>
    <message>
        <source>printed</source>
        <translation>已打印</translation>
    </message>
    <message>
        <source>printed {count} times</source>
        <translation>已打印 {count} 次</translation>
    </message>
    <message>
        <source>public area</source>
        <translation>公共区域</translation>
    </message>
    <message>
        <source>{fact}: “{old}” → “{new}”</source>
        <translation>{fact}：“{old}” → “{new}”</translation>
    </message>
</context>
<context>
    <name>CaseForm</name>
    <message>
        <source>15:00, tomorrow 3 pm</source>
        <translation>15:00、明天下午3点</translation>
    </message>
    <message>
        <source>A colleague of this office; of a neighbour leave it empty</source>
        <translation>本处人员；说的是邻里就不填</translation>
    </message>
    <message>
        <source>A price is half put together: the price list goes on with it.</source>
        <translation>报价还没有填完：打开收费标准可接着填。</translation>
    </message>
    <message>
        <source>A word for it, or pinyin; ↓ shows all</source>
        <translation>说法或拼音，↓ 看全部</translation>
    </message>
    <message>
        <source>About</source>
        <translation>被投诉人</translation>
    </message>
    <message>
        <source>Agreed for</source>
        <translation>预约</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>四清一报</translation>
    </message>
    <message>
        <source>Caller</source>
        <translation>来电人</translation>
    </message>
    <message>
        <source>Caller's name</source>
        <translation>来电人姓名</translation>
    </message>
    <message>
        <source>Caller's phone</source>
        <translation>来电人电话</translation>
    </message>
    <message>
        <source>Came by</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Charge</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>Confidential</source>
        <translation>保密</translation>
    </message>
    <message>
        <source>Correcting {number}</source>
        <translation>更正 {number}</translation>
    </message>
    <message>
        <source>First day of the service</source>
        <translation>服务首日</translation>
    </message>
    <message>
        <source>Grade</source>
        <translation>等级</translation>
    </message>
    <message>
        <source>Hidden from this colleague and on copies that leave the desk: name, phone, place.</source>
        <translation>对该同事及发出的各联隐去姓名、电话、房号。</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Last day of the service</source>
        <translation>服务末日</translation>
    </message>
    <message>
        <source>Major if</source>
        <translation>重大</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>New case</source>
        <translation>新登记</translation>
    </message>
    <message>
        <source>No name</source>
        <translation>匿名</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Price list…</source>
        <translation>价目…</translation>
    </message>
    <message>
        <source>Price told</source>
        <translation>报价</translation>
    </message>
    <message>
        <source>Price, yuan</source>
        <translation>报价 元</translation>
    </message>
    <message>
        <source>Put the price together from the price list</source>
        <translation>按收费标准算出报价</translation>
    </message>
    <message>
        <source>Received at</source>
        <translation>受理时间</translation>
    </message>
    <message>
        <source>Save first: “Quote a price” on the case tells the client another price.</source>
        <translation>请先保存；改价请在事项上用“报价”。</translation>
    </message>
    <message>
        <source>Saved without name and phone.</source>
        <translation>保存时不留姓名电话</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>服务期</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>班组</translation>
    </message>
    <message>
        <source>The caller is to stay unknown to whom it is about</source>
        <translation>来电人要求对被投诉人保密</translation>
    </message>
    <message>
        <source>The client was told the price and agrees to it</source>
        <translation>已把价格告知业主，业主同意</translation>
    </message>
    <message>
        <source>The client was told: the price is named on site, by what is to be done</source>
        <translation>已告知业主：按实际情况上门报价，同意后再做</translation>
    </message>
    <message>
        <source>This kind has no price: a repair or a special service has.</source>
        <translation>这类事项没有价格；报修、特约服务才有。</translation>
    </message>
    <message>
        <source>Told to</source>
        <translation>报告给</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>What happened (Tab goes on)</source>
        <translation>来电人说了什么（Tab 到下一项）</translation>
    </message>
    <message>
        <source>What it costs, from the price list</source>
        <translation>按价目报价</translation>
    </message>
    <message>
        <source>Which supervisor was told?</source>
        <translation>报告给哪位主管？</translation>
    </message>
    <message>
        <source>Which team gets the slip?</source>
        <translation>派给哪个班组？</translation>
    </message>
    <message>
        <source>Who is complained of</source>
        <translation>被投诉人</translation>
    </message>
    <message>
        <source>agreed</source>
        <translation>业主同意</translation>
    </message>
    <message>
        <source>asked</source>
        <translation>问清</translation>
    </message>
    <message>
        <source>complex</source>
        <translation>复杂</translation>
    </message>
    <message>
        <source>first day: 11-21</source>
        <translation>首日：11-21</translation>
    </message>
    <message>
        <source>heard</source>
        <translation>听清</translation>
    </message>
    <message>
        <source>last day: 12-20</source>
        <translation>末日：12-20</translation>
    </message>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>priced on site</source>
        <translation>上门报价</translation>
    </message>
    <message>
        <source>public</source>
        <translation>公共</translation>
    </message>
    <message>
        <source>received {moment}</source>
        <translation>受理于 {moment}</translation>
    </message>
    <message>
        <source>received {moment}, written up now</source>
        <translation>受理于 {moment}，现在补录</translation>
    </message>
    <message>
        <source>repeated</source>
        <translation>复述</translation>
    </message>
    <message>
        <source>told on</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>written</source>
        <translation>记清</translation>
    </message>
</context>
<context>
    <name>CaseList</name>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>All days</source>
        <translation>全部日期</translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>全部类别</translation>
    </message>
    <message>
        <source>By due time</source>
        <translation>按时限</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>登记事项</translation>
    </message>
    <message>
        <source>Clear the search box, the kind and the days, or look under “All”.</source>
        <translation>请清空搜索框、类别和日期，或看“全部”。</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>时限</translation>
    </message>
    <message>
        <source>Every repair has its slip.</source>
        <translation>报修都已派单。</translation>
    </message>
    <message>
        <source>Excel</source>
        <translation>导出 Excel</translation>
    </message>
    <message>
        <source>Export what is listed to Excel  Ctrl+E</source>
        <translation>把列出的事项导出到 Excel  Ctrl+E</translation>
    </message>
    <message>
        <source>Handled</source>
        <translation>已办结</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>近 30 天</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>近 7 天</translation>
    </message>
    <message>
        <source>Last month</source>
        <translation>上月</translation>
    </message>
    <message>
        <source>Late</source>
        <translation>逾期</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>我的</translation>
    </message>
    <message>
        <source>No case fits.</source>
        <translation>没有符合的事项。</translation>
    </message>
    <message>
        <source>No case has been registered yet.</source>
        <translation>还没有登记。</translation>
    </message>
    <message>
        <source>No old register has been read in.</source>
        <translation>还没有导入旧登记簿。</translation>
    </message>
    <message>
        <source>Nothing is late.</source>
        <translation>没有逾期。</translation>
    </message>
    <message>
        <source>Nothing is listed that could be exported.</source>
        <translation>列表是空的，没有可导出的。</translation>
    </message>
    <message>
        <source>Nothing is open.</source>
        <translation>没有处理中的事项。</translation>
    </message>
    <message>
        <source>Nothing is yours to follow.</source>
        <translation>没有由您跟进的事项。</translation>
    </message>
    <message>
        <source>Nothing waits for closing.</source>
        <translation>没有等待结案的事项。</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Old register</source>
        <translation>旧登记</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>处理中</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>房号</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>打印登记表</translation>
    </message>
    <message>
        <source>Print the confirmations of all listed</source>
        <translation>打印列表中各件的受理确认函</translation>
    </message>
    <message>
        <source>Print the register of the days chosen, or of today</source>
        <translation>打印所选日期的登记表（未选为今天）</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>重新读取</translation>
    </message>
    <message>
        <source>Save the search</source>
        <translation>保存查询</translation>
    </message>
    <message>
        <source>Show all again</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Shown: {words}</source>
        <translation>仅显示：{words}</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>The list is still being read: export it in a moment.</source>
        <translation>列表还在读取，请稍候再导出。</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>本月</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>To dispatch</source>
        <translation>待派单</translation>
    </message>
    <message>
        <source>To the list</source>
        <translation>到列表</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Type who calls on the left, then what happened; F8 saves.</source>
        <translation>在左边输入房号或电话，记下内容，按 F8 保存。</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Which cases</source>
        <translation>哪些事项</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>chased {count} ×</source>
        <translation>催{count}次</translation>
    </message>
    <message>
        <source>reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>with {number}</source>
        <translation>随 {number}</translation>
    </message>
    <message>
        <source>{count} cases</source>
        <translation>{count} 件</translation>
    </message>
    <message>
        <source>“{text}”</source>
        <translation>搜索“{text}”</translation>
    </message>
</context>
<context>
    <name>CasePanel</name>
    <message>
        <source>A new round</source>
        <translation>再办一轮</translation>
    </message>
    <message>
        <source>All that can be done with this case besides: judging, limits, going up, ending</source>
        <translation>本件还可办理的事项：判定、时限、上报、结束</translation>
    </message>
    <message>
        <source>Anonymous</source>
        <translation>匿名</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答复</translation>
    </message>
    <message>
        <source>Choose a case in the list: its story and its deeds stand here.</source>
        <translation>在列表中选一件，这里显示它的经过和可办的事。</translation>
    </message>
    <message>
        <source>Handle</source>
        <translation>办结</translation>
    </message>
    <message>
        <source>Handled</source>
        <translation>办结</translation>
    </message>
    <message>
        <source>More…</source>
        <translation>办理…</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation>重新办理</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Slip {number} is issued.</source>
        <translation>已开派工单 {number}。</translation>
    </message>
    <message>
        <source>The procedure asks for</source>
        <translation>规程要求</translation>
    </message>
    <message>
        <source>Void for good</source>
        <translation>作废（不能恢复）</translation>
    </message>
    <message>
        <source>Void this case</source>
        <translation>作废此事项</translation>
    </message>
    <message>
        <source>What the caller was answered</source>
        <translation>怎样答复来电人的</translation>
    </message>
    <message>
        <source>What was done or said</source>
        <translation>做了什么、说了什么</translation>
    </message>
    <message>
        <source>Why? The case stays in the books under its number</source>
        <translation>原因（编号仍留在册上）</translation>
    </message>
    <message>
        <source>With what is the caller not content?</source>
        <translation>来电人对什么不满意？</translation>
    </message>
    <message>
        <source>With what result</source>
        <translation>处理结果</translation>
    </message>
    <message>
        <source>confidential</source>
        <translation>客户保密</translation>
    </message>
    <message>
        <source>{file} is kept with the case.</source>
        <translation>{file} 已随事项保存。</translation>
    </message>
</context>
<context>
    <name>CaseSteps</name>
    <message>
        <source>Any part of its name, or pinyin</source>
        <translation>输入名称或拼音首字母</translation>
    </message>
    <message>
        <source>Any part of the name, or pinyin</source>
        <translation>姓名任意几字或拼音</translation>
    </message>
    <message>
        <source>Came by</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>结案</translation>
    </message>
    <message>
        <source>Close the case</source>
        <translation>结案</translation>
    </message>
    <message>
        <source>Dispatch</source>
        <translation>派单</translation>
    </message>
    <message>
        <source>Further call or visit</source>
        <translation>再次来电来访</translation>
    </message>
    <message>
        <source>Issue a slip</source>
        <translation>开派工单</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Print the slip</source>
        <translation>同时打印</translation>
    </message>
    <message>
        <source>Reported to a supervisor</source>
        <translation>报告主管</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>班组</translation>
    </message>
    <message>
        <source>The caller is content</source>
        <translation>来电人表示满意</translation>
    </message>
    <message>
        <source>The caller's words</source>
        <translation>来电人的话</translation>
    </message>
    <message>
        <source>What was noted by mistake</source>
        <translation>记错的是</translation>
    </message>
    <message>
        <source>What was said</source>
        <translation>说了什么</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Whom</source>
        <translation>报告给</translation>
    </message>
    <message>
        <source>Why? It stays in the story, struck through</source>
        <translation>原因（经过中划线保留）</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>维修员</translation>
    </message>
    <message>
        <source>if known</source>
        <translation>可不填</translation>
    </message>
    <message>
        <source>now, or 10:48</source>
        <translation>现在，或 10:48</translation>
    </message>
</context>
<context>
    <name>CategoryChips</name>
    <message>
        <source>Category: {name}</source>
        <translation>类别：{name}</translation>
    </message>
    <message>
        <source>From the words:</source>
        <translation>按描述建议：</translation>
    </message>
    <message>
        <source>{name}? Enter takes it</source>
        <translation>{name}？按回车采用</translation>
    </message>
</context>
<context>
    <name>ChaseForm</name>
    <message>
        <source>Answer</source>
        <translation>对方答复</translation>
    </message>
    <message>
        <source>Chase {number}</source>
        <translation>催办 {number}</translation>
    </message>
    <message>
        <source>Chased at</source>
        <translation>催办时间</translation>
    </message>
    <message>
        <source>How</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>Note the chase</source>
        <translation>记下催办</translation>
    </message>
    <message>
        <source>Print its sheet</source>
        <translation>打印催办单</translation>
    </message>
    <message>
        <source>Promised by</source>
        <translation>答应何时前</translation>
    </message>
    <message>
        <source>Said</source>
        <translation>说了什么</translation>
    </message>
    <message>
        <source>The chase is noted.</source>
        <translation>催办已记下。</translation>
    </message>
    <message>
        <source>Whom</source>
        <translation>催谁</translation>
    </message>
    <message>
        <source>now, or 10:48</source>
        <translation>默认现在，或写 10:48</translation>
    </message>
    <message>
        <source>on the way</source>
        <translation>已在路上</translation>
    </message>
</context>
<context>
    <name>ClockSteps</name>
    <message>
        <source>Agreed</source>
        <translation>已约定</translation>
    </message>
    <message>
        <source>By</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>By the procedure no limit of this case stands still for this.</source>
        <translation>按规程，此原因不暂停本件任何时限。</translation>
    </message>
    <message>
        <source>Confirmed to the client</source>
        <translation>受理确认</translation>
    </message>
    <message>
        <source>Done by</source>
        <translation>完成时间</translation>
    </message>
    <message>
        <source>For what?</source>
        <translation>等待什么</translation>
    </message>
    <message>
        <source>It goes on</source>
        <translation>继续处理</translation>
    </message>
    <message>
        <source>It waits</source>
        <translation>开始等待</translation>
    </message>
    <message>
        <source>Late already, and stay so: {limits}</source>
        <translation>已逾期、不再暂停：{limits}</translation>
    </message>
    <message>
        <source>More, if any</source>
        <translation>补充说明（可不填）</translation>
    </message>
    <message>
        <source>More, if any: what is ordered, who comes when</source>
        <translation>补充说明：订了什么、谁何时来（可不填）</translation>
    </message>
    <message>
        <source>Put a limit off</source>
        <translation>延长时限</translation>
    </message>
    <message>
        <source>Put off</source>
        <translation>延长</translation>
    </message>
    <message>
        <source>Received {moment} under {number} by {name}, phone {phone}.</source>
        <translation>您于 {moment} 反映的事项已受理，编号 {number}，受理人 {name}，电话 {phone}。</translation>
    </message>
    <message>
        <source>Received {moment} under {number} by {name}.</source>
        <translation>您于 {moment} 反映的事项已受理，编号 {number}，受理人 {name}。</translation>
    </message>
    <message>
        <source>Run on: {limits}</source>
        <translation>照计：{limits}</translation>
    </message>
    <message>
        <source>Stand still: {limits}</source>
        <translation>暂停：{limits}</translation>
    </message>
    <message>
        <source>The case waits</source>
        <translation>进入等待</translation>
    </message>
    <message>
        <source>The client agrees</source>
        <translation>业主同意</translation>
    </message>
    <message>
        <source>The client was told where it stands</source>
        <translation>已告知业主进展</translation>
    </message>
    <message>
        <source>The procedure says which limits stand still meanwhile.</source>
        <translation>哪些时限暂停，按规程执行。</translation>
    </message>
    <message>
        <source>Told and agreed with the client</source>
        <translation>告知业主并约定时间</translation>
    </message>
    <message>
        <source>Until when</source>
        <translation>延长到</translation>
    </message>
    <message>
        <source>What it says</source>
        <translation>确认内容</translation>
    </message>
    <message>
        <source>What was the client told?</source>
        <translation>告知的内容</translation>
    </message>
    <message>
        <source>What will be done</source>
        <translation>告知业主将怎样处理</translation>
    </message>
    <message>
        <source>Which limit</source>
        <translation>哪一项时限</translation>
    </message>
    <message>
        <source>Why? The reason stays in the books</source>
        <translation>理由（留底）</translation>
    </message>
    <message>
        <source>or asked for this time; without agreement it goes up the ladder</source>
        <translation>或由业主提出此时间；谈不拢的按程序上报</translation>
    </message>
    <message>
        <source>{limit}, now {moment}</source>
        <translation>{limit}，现为 {moment}</translation>
    </message>
    <message>
        <source>{reason}: since {moment}, {length}</source>
        <translation>{reason}：自 {moment} 起，已 {length}</translation>
    </message>
</context>
<context>
    <name>Clocks</name>
    <message>
        <source>until {moment}</source>
        <translation>约定 {moment} 前</translation>
    </message>
    <message>
        <source>{limit} put off to {moment}</source>
        <translation>{limit} 延至 {moment}</translation>
    </message>
</context>
<context>
    <name>CodeDialog</name>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>It is on paper, and will be locked away</source>
        <translation>已打印（或抄下），会妥善锁好</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>打印机</translation>
    </message>
    <message>
        <source>Recovery code</source>
        <translation>恢复码</translation>
    </message>
    <message>
        <source>Save as PDF…</source>
        <translation>存为 PDF…</translation>
    </message>
    <message>
        <source>Saved as {file}. Print it, then remove it from this computer.</source>
        <translation>已存为 {file}。打印后请从本机删除。</translation>
    </message>
    <message>
        <source>Sent to {printer}.</source>
        <translation>已送往 {printer}。</translation>
    </message>
    <message>
        <source>When no administrator is left, this code makes one; when the books are encrypted, it opens them without the passphrase. It is shown this once. Print it and lock it away.</source>
        <translation>系统中没有管理员时，凭本码可指定管理员；数据已加密而忘记口令时，凭本码可打开数据。本码只显示这一次，请打印后锁好。</translation>
    </message>
</context>
<context>
    <name>ColleagueForm</name>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Everywhere</source>
        <translation>各页通用</translation>
    </message>
    <message>
        <source>Go to</source>
        <translation>转到</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>On this page</source>
        <translation>本页操作</translation>
    </message>
    <message>
        <source>Saved searches</source>
        <translation>已存查询</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>CompletionForm</name>
    <message>
        <source>Accepted</source>
        <translation>接单时间</translation>
    </message>
    <message>
        <source>All content</source>
        <translation>全部满意</translation>
    </message>
    <message>
        <source>All steps</source>
        <translation>全部已做</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>到场时间</translation>
    </message>
    <message>
        <source>As told to the client</source>
        <translation>照报价填</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>完工时间</translation>
    </message>
    <message>
        <source>Completion, as written on the slip</source>
        <translation>完工（照单上填写）</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>合格</translation>
    </message>
    <message>
        <source>Labour</source>
        <translation>人工费</translation>
    </message>
    <message>
        <source>Manner</source>
        <translation>态度</translation>
    </message>
    <message>
        <source>Not fit</source>
        <translation>不合格</translation>
    </message>
    <message>
        <source>Owner's {name}</source>
        <translation>业主自备{name}</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Save and book in</source>
        <translation>保存并回单</translation>
    </message>
    <message>
        <source>Save completion</source>
        <translation>保存完工</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>检查步骤</translation>
    </message>
    <message>
        <source>The client was told {price}.</source>
        <translation>已告知业主 {price}。</translation>
    </message>
    <message>
        <source>The job is to be paid for, but comes to nothing: is the labour missing?</source>
        <translation>此单为有偿服务，合计却为零：是否漏填人工费？</translation>
    </message>
    <message>
        <source>This is {difference} more: has the client agreed?</source>
        <translation>超出 {difference}，业主同意了吗？</translation>
    </message>
    <message>
        <source>Timeliness</source>
        <translation>及时</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Total {sum}</source>
        <translation>合计 {sum}</translation>
    </message>
    <message>
        <source>Used on the written wish of</source>
        <translation>不合格仍用，书面要求人</translation>
    </message>
    <message>
        <source>What was done, and how it was left</source>
        <translation>做了什么，试用结果如何</translation>
    </message>
    <message>
        <source>Work done</source>
        <translation>维修情况</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>维修员</translation>
    </message>
    <message>
        <source>Written on</source>
        <translation>书面要求时间</translation>
    </message>
    <message>
        <source>who signed the wish</source>
        <translation>签字人</translation>
    </message>
</context>
<context>
    <name>Conflict</name>
    <message>
        <source>Save mine</source>
        <translation>保存我的</translation>
    </message>
    <message>
        <source>Take theirs</source>
        <translation>用对方的</translation>
    </message>
    <message>
        <source>{name}: there “{theirs}”, here “{mine}”</source>
        <translation>{name}：对方“{theirs}”，这里“{mine}”</translation>
    </message>
</context>
<context>
    <name>CourseDeeds</name>
    <message>
        <source>A colleague follows it up from now on</source>
        <translation>今后由同事负责跟进（首问移交）</translation>
    </message>
    <message>
        <source>A complaint handed down by the company: where it stands</source>
        <translation>上级转办的投诉：目前进展</translation>
    </message>
    <message>
        <source>A major complaint, though none of the circumstances was ticked</source>
        <translation>未勾选重大情形，由人定为重大投诉</translation>
    </message>
    <message>
        <source>A solution, before the client is told</source>
        <translation>答复业主之前提出处理方案</translation>
    </message>
    <message>
        <source>A supervisor or higher spoke to the client in person</source>
        <translation>主管及以上人员亲自与业主沟通</translation>
    </message>
    <message>
        <source>Agree on a time</source>
        <translation>约定时间</translation>
    </message>
    <message>
        <source>Another department than the category's answers for it</source>
        <translation>由分类以外的其他部门负责</translation>
    </message>
    <message>
        <source>Approve or refuse</source>
        <translation>批复</translation>
    </message>
    <message>
        <source>Ask approval</source>
        <translation>报批</translation>
    </message>
    <message>
        <source>Asked for; the word is still to come.</source>
        <translation>已报批，等待批复。</translation>
    </message>
    <message>
        <source>Assess</source>
        <translation>评估</translation>
    </message>
    <message>
        <source>By a supervisor, with a reason; the first due time stays on record</source>
        <translation>主管以上，须有理由；最初时限留底</translation>
    </message>
    <message>
        <source>By approval, after real efforts: the client can't be satisfied</source>
        <translation>确已尽力仍无法让业主满意，经批准后关闭</translation>
    </message>
    <message>
        <source>Case study</source>
        <translation>写案例</translation>
    </message>
    <message>
        <source>Cause, teaching, measures, responsibility: none is let go of</source>
        <translation>原因、教育、整改、责任，一项不放过</translation>
    </message>
    <message>
        <source>Check validity</source>
        <translation>核实有效性</translation>
    </message>
    <message>
        <source>Close specially</source>
        <translation>特殊关闭</translation>
    </message>
    <message>
        <source>Closed specially.</source>
        <translation>已特殊关闭。</translation>
    </message>
    <message>
        <source>Company notice</source>
        <translation>公司通报</translation>
    </message>
    <message>
        <source>Compensate</source>
        <translation>赔偿</translation>
    </message>
    <message>
        <source>Confirm receipt</source>
        <translation>受理确认</translation>
    </message>
    <message>
        <source>Corrective action</source>
        <translation>纠正措施</translation>
    </message>
    <message>
        <source>Course</source>
        <translation>经过</translation>
    </message>
    <message>
        <source>Ending</source>
        <translation>结束</translation>
    </message>
    <message>
        <source>Explain as invalid</source>
        <translation>无效说明</translation>
    </message>
    <message>
        <source>Explained. The case ends as invalid.</source>
        <translation>已说明，本件以无效了结。</translation>
    </message>
    <message>
        <source>Five factors, priority and impact; they suggest the level</source>
        <translation>五项因素、优先级和影响，并给出级别建议</translation>
    </message>
    <message>
        <source>For the client, parts, a third party or a public body: limits stand still</source>
        <translation>等业主、配件、第三方或市政：时限暂停</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续处理</translation>
    </message>
    <message>
        <source>Going up</source>
        <translation>上报</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>移交</translation>
    </message>
    <message>
        <source>Handed over: it is among the colleague's cases now.</source>
        <translation>已移交，转入该同事的“我的”。</translation>
    </message>
    <message>
        <source>Hard problem</source>
        <translation>疑难问题</translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation>现场检查</translation>
    </message>
    <message>
        <source>Into the book of answers</source>
        <translation>收入答客问</translation>
    </message>
    <message>
        <source>It goes along with the lead case.</source>
        <translation>已并入牵头件。</translation>
    </message>
    <message>
        <source>It goes on by itself from now on.</source>
        <translation>已移出，单独处理。</translation>
    </message>
    <message>
        <source>It goes on by itself: its own slip, its own limits</source>
        <translation>单独处理：自己派单，自己的时限</translation>
    </message>
    <message>
        <source>It goes on; the limits run again.</source>
        <translation>已继续处理，时限恢复计算。</translation>
    </message>
    <message>
        <source>It is a general complaint from now on.</source>
        <translation>已改为一般投诉。</translation>
    </message>
    <message>
        <source>It is a major complaint from now on.</source>
        <translation>已定为重大投诉。</translation>
    </message>
    <message>
        <source>It is of another kind: goes on there under a number of its own</source>
        <translation>实为其他类别：另立新件、另编新号继续办理</translation>
    </message>
    <message>
        <source>It is with the other department now.</source>
        <translation>已改由该部门负责。</translation>
    </message>
    <message>
        <source>It waits; note when it goes on.</source>
        <translation>已进入等待；恢复时请记“继续处理”。</translation>
    </message>
    <message>
        <source>It went up.</source>
        <translation>已上报。</translation>
    </message>
    <message>
        <source>Its slip</source>
        <translation>派工单</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>并入</translation>
    </message>
    <message>
        <source>Joined.</source>
        <translation>已并入。</translation>
    </message>
    <message>
        <source>Judging</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>Keep informed</source>
        <translation>告知进展</translation>
    </message>
    <message>
        <source>Lead a wave</source>
        <translation>牵头同批</translation>
    </message>
    <message>
        <source>Lessons</source>
        <translation>四不放过</translation>
    </message>
    <message>
        <source>Liaison sheets</source>
        <translation>联系单</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>时限</translation>
    </message>
    <message>
        <source>Lower to general</source>
        <translation>降为一般</translation>
    </message>
    <message>
        <source>Mark it as one, or take the mark off: a leader calls the client in person</source>
        <translation>标为疑难或取消：疑难问题由主管以上人员亲自回访</translation>
    </message>
    <message>
        <source>No major complaint after all, with the reason</source>
        <translation>不按重大投诉处理，须写明理由</translation>
    </message>
    <message>
        <source>Not ours: the caller was shown where to turn</source>
        <translation>不属本处事项：告知来电人向哪里反映</translation>
    </message>
    <message>
        <source>Noted.</source>
        <translation>已记录。</translation>
    </message>
    <message>
        <source>Of a solution, a compensation, a special closing</source>
        <translation>处理方案、赔偿、特殊关闭等报批</translation>
    </message>
    <message>
        <source>Open a corrective action sheet: facts, cause, who is responsible</source>
        <translation>开《纠正/预防措施处理单》：事实、原因、责任人</translation>
    </message>
    <message>
        <source>Opened.</source>
        <translation>已开单。</translation>
    </message>
    <message>
        <source>Other department</source>
        <translation>改派部门</translation>
    </message>
    <message>
        <source>Out of the wave</source>
        <translation>移出牵头件</translation>
    </message>
    <message>
        <source>Papers</source>
        <translation>单据</translation>
    </message>
    <message>
        <source>Pass on</source>
        <translation>转部门</translation>
    </message>
    <message>
        <source>Passed on.</source>
        <translation>已转责任部门。</translation>
    </message>
    <message>
        <source>Printed.</source>
        <translation>已打印。</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Progress to read out, confirmation, inspection and other sheets to print</source>
        <translation>处理进度（可念给业主）、受理确认函、现场检查记录等的打印</translation>
    </message>
    <message>
        <source>Propose</source>
        <translation>提方案</translation>
    </message>
    <message>
        <source>Put a limit off</source>
        <translation>延长时限</translation>
    </message>
    <message>
        <source>Quote a price</source>
        <translation>报价</translation>
    </message>
    <message>
        <source>Raise to major</source>
        <translation>升为重大</translation>
    </message>
    <message>
        <source>Refer</source>
        <translation>引导</translation>
    </message>
    <message>
        <source>Result back</source>
        <translation>结果反馈</translation>
    </message>
    <message>
        <source>Several households, one matter: others are handled along with this case</source>
        <translation>几户同一件事，由本件牵头，一并办结</translation>
    </message>
    <message>
        <source>Sign the result</source>
        <translation>签认结果</translation>
    </message>
    <message>
        <source>Signed for, answered, void, issued again</source>
        <translation>签收、反馈、作废、重开</translation>
    </message>
    <message>
        <source>So that whoever is asked this next says the same</source>
        <translation>下次再问，口径一致</translation>
    </message>
    <message>
        <source>Speak in person</source>
        <translation>亲自沟通</translation>
    </message>
    <message>
        <source>Special measures</source>
        <translation>特殊措施</translation>
    </message>
    <message>
        <source>Take up</source>
        <translation>上报</translation>
    </message>
    <message>
        <source>The answer is in the book.</source>
        <translation>已收入答客问。</translation>
    </message>
    <message>
        <source>The assessment is noted.</source>
        <translation>评估已记录。</translation>
    </message>
    <message>
        <source>The caller was shown where to turn; the case ends here.</source>
        <translation>已引导，本件到此为止。</translation>
    </message>
    <message>
        <source>The case study is on record.</source>
        <translation>案例已登记。</translation>
    </message>
    <message>
        <source>The client got the number, the receiver's name and the phone</source>
        <translation>已把编号、受理人和电话告知业主</translation>
    </message>
    <message>
        <source>The client was told what is done and until when, and agrees</source>
        <translation>已告知业主怎样处理、何时完成，业主同意</translation>
    </message>
    <message>
        <source>The client was told where the matter stands</source>
        <translation>已告知业主处理进展</translation>
    </message>
    <message>
        <source>The compensation is on record.</source>
        <translation>赔偿已登记。</translation>
    </message>
    <message>
        <source>The complainant was told why; the case ends as invalid</source>
        <translation>已向投诉人说明原因，本件以无效了结</translation>
    </message>
    <message>
        <source>The confirmation is noted.</source>
        <translation>已记受理确认。</translation>
    </message>
    <message>
        <source>The department's result is back at the desk</source>
        <translation>部门的处理结果已反馈到客服</translation>
    </message>
    <message>
        <source>The finding is noted.</source>
        <translation>核实结果已记录。</translation>
    </message>
    <message>
        <source>The inspection is noted.</source>
        <translation>现场检查已登记。</translation>
    </message>
    <message>
        <source>The lessons are on record.</source>
        <translation>四不放过已登记。</translation>
    </message>
    <message>
        <source>The limit is put off.</source>
        <translation>时限已延长。</translation>
    </message>
    <message>
        <source>The measures are noted.</source>
        <translation>措施已登记。</translation>
    </message>
    <message>
        <source>The meeting is on record.</source>
        <translation>会议已登记。</translation>
    </message>
    <message>
        <source>The notice is on record.</source>
        <translation>通报已登记。</translation>
    </message>
    <message>
        <source>The office head signs what came of it</source>
        <translation>物业主任签认处理结果</translation>
    </message>
    <message>
        <source>The price told is noted.</source>
        <translation>报价已记下。</translation>
    </message>
    <message>
        <source>The progress is noted.</source>
        <translation>进度已登记。</translation>
    </message>
    <message>
        <source>The proposal is noted.</source>
        <translation>方案已登记。</translation>
    </message>
    <message>
        <source>The result is noted.</source>
        <translation>结果已登记。</translation>
    </message>
    <message>
        <source>The result is signed.</source>
        <translation>处理结果已签认。</translation>
    </message>
    <message>
        <source>The same matter as a neighbour's: it is handled along with that case</source>
        <translation>与邻居同一件事，随牵头件一并办结</translation>
    </message>
    <message>
        <source>The same matter as another case: goes on there as a contact</source>
        <translation>与另一件是同一件事：作为来电记入该件</translation>
    </message>
    <message>
        <source>The talk is noted.</source>
        <translation>沟通情况已记录。</translation>
    </message>
    <message>
        <source>The time agreed is noted.</source>
        <translation>约定的时间已记下。</translation>
    </message>
    <message>
        <source>The tracing is noted.</source>
        <translation>追踪已登记。</translation>
    </message>
    <message>
        <source>The word is noted.</source>
        <translation>批复已登记。</translation>
    </message>
    <message>
        <source>The word on what was asked for: one's own, or that of somebody outside</source>
        <translation>对报批事项的批复：本人的，或代录外部领导的</translation>
    </message>
    <message>
        <source>They go along with this case.</source>
        <translation>已由本件牵头。</translation>
    </message>
    <message>
        <source>To a higher step of the ladder, with the reason</source>
        <translation>报给上一级，写明原因</translation>
    </message>
    <message>
        <source>To the responsible department, with a sheet where it is wanted</source>
        <translation>转给责任部门，需要时附联系单</translation>
    </message>
    <message>
        <source>Trace</source>
        <translation>追踪</translation>
    </message>
    <message>
        <source>Transfer</source>
        <translation>转类</translation>
    </message>
    <message>
        <source>Transferred.</source>
        <translation>已转类。</translation>
    </message>
    <message>
        <source>Under a lead case</source>
        <translation>并入牵头件</translation>
    </message>
    <message>
        <source>Urgent meeting</source>
        <translation>紧急会议</translation>
    </message>
    <message>
        <source>Wait</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>What can be learnt from this matter</source>
        <translation>这件事可以学到什么</translation>
    </message>
    <message>
        <source>What is done about a matter that comes again</source>
        <translation>对再次投诉采取的措施</translation>
    </message>
    <message>
        <source>What it waited for is here: the limits run again</source>
        <translation>等待的条件已具备：时限继续计算</translation>
    </message>
    <message>
        <source>What the client was told is noted.</source>
        <translation>已记告知内容。</translation>
    </message>
    <message>
        <source>What the client was told that it costs, from the price list, and their word</source>
        <translation>按收费标准告诉业主价格，并记下是否同意</translation>
    </message>
    <message>
        <source>What the department reports to the desk</source>
        <translation>部门向客服报告的进度</translation>
    </message>
    <message>
        <source>What the whole company was told of a major matter</source>
        <translation>重大投诉向全公司通报的内容</translation>
    </message>
    <message>
        <source>What was agreed in writing, once it is approved</source>
        <translation>经批准后与业主书面约定的赔偿</translation>
    </message>
    <message>
        <source>Whether the complaint is valid, with the reason</source>
        <translation>投诉是否有效，并写明理由</translation>
    </message>
    <message>
        <source>Who looked at the site together, and what they found</source>
        <translation>哪些人一起看了现场，发现了什么</translation>
    </message>
    <message>
        <source>Who met on this matter, and what was decided</source>
        <translation>哪些人开会研究，决定了什么</translation>
    </message>
</context>
<context>
    <name>CourseLine</name>
    <message>
        <source>All steps</source>
        <translation>全部步骤</translation>
    </message>
    <message>
        <source>Steps of the procedure on record: {done} of {count}</source>
        <translation>规程步骤：已记录 {done} 步，共 {count} 步</translation>
    </message>
    <message>
        <source>The steps that the rule book writes down for this kind of case</source>
        <translation>规程为这类事项写明的全部步骤</translation>
    </message>
    <message>
        <source>not on record</source>
        <translation>还没有记录</translation>
    </message>
    <message>
        <source>on record</source>
        <translation>已有记录</translation>
    </message>
    <message>
        <source>{kind}: the course of {procedure}</source>
        <translation>{procedure}：{kind}的办理步骤</translation>
    </message>
</context>
<context>
    <name>CourseWords</name>
    <message>
        <source>by {moment}</source>
        <translation>限{moment}</translation>
    </message>
    <message>
        <source>to {whom}</source>
        <translation>至{whom}</translation>
    </message>
</context>
<context>
    <name>CrashDialog</name>
    <message>
        <source>Copy report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续工作</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Something went wrong</source>
        <translation>程序出错了</translation>
    </message>
    <message>
        <source>The program made a mistake and goes on. What is saved is safe, what you typed is still in its form. Please pass this report on; it holds no names, numbers or texts of the office.</source>
        <translation>程序出了差错，但可以继续使用。已保存的内容不受影响，正在填写的内容仍在表中。请把下面的报告转给维护人员，其中不含任何姓名、号码和登记内容。</translation>
    </message>
</context>
<context>
    <name>DataRequests</name>
    <message>
        <source>A request is noted on the household's page, beside the person.</source>
        <translation>在住户页上、此人旁边登记要求。</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>批准</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>提出</translation>
    </message>
    <message>
        <source>Asked for</source>
        <translation>要求</translation>
    </message>
    <message>
        <source>Carry it out…</source>
        <translation>办理…</translation>
    </message>
    <message>
        <source>Copy of the data</source>
        <translation>个人信息副本</translation>
    </message>
    <message>
        <source>Erase for good</source>
        <translation>永久删除</translation>
    </message>
    <message>
        <source>Is it put right in the household's form?</source>
        <translation>住户表中已经更正了吗？</translation>
    </message>
    <message>
        <source>It is put right</source>
        <translation>已更正</translation>
    </message>
    <message>
        <source>Name, phones and vehicles of this person go out of the books for good, and their name and number out of the texts of their cases. Numbers, steps and figures stay. This can't be taken back.

What was backed up before still holds the data until those backups go; forms not saved yet at other desks, files kept with cases and paper are to be looked through by hand.</source>
        <translation>此人的姓名、电话、车辆将从账中永久删除，其事项文字中的姓名和号码也一并删去。编号、过程和统计数字保留。此操作不可撤回。

此前的备份在清除之前仍含这些信息；其他电脑上未保存的表单、事项所附文件和纸质单据须人工查找。</translation>
    </message>
    <message>
        <source>Nobody has asked yet.</source>
        <translation>还没有人提出要求。</translation>
    </message>
    <message>
        <source>Note it</source>
        <translation>登记</translation>
    </message>
    <message>
        <source>People's requests about their data</source>
        <translation>个人信息要求</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>本人</translation>
    </message>
    <message>
        <source>Refuse request {number}</source>
        <translation>不批准第 {number} 号要求</translation>
    </message>
    <message>
        <source>Refuse…</source>
        <translation>不批准…</translation>
    </message>
    <message>
        <source>Request {number} is done: the data of {name} is put right.</source>
        <translation>第 {number} 号要求已办理：{name}的信息已更正。</translation>
    </message>
    <message>
        <source>Request {number} is done: the data of {name} is sealed.</source>
        <translation>第 {number} 号要求已办理：{name}的信息已封存。</translation>
    </message>
    <message>
        <source>Request {number} of {name} is approved: it can be carried out.</source>
        <translation>{name}的第 {number} 号要求已批准，可以办理。</translation>
    </message>
    <message>
        <source>Request {number} of {name} is refused; why stands with it.</source>
        <translation>{name}的第 {number} 号要求已拒绝，理由已记下。</translation>
    </message>
    <message>
        <source>Stands</source>
        <translation>进展</translation>
    </message>
    <message>
        <source>The office head decides; then it is done here.</source>
        <translation>由物业主任批复，之后在此办理。</translation>
    </message>
    <message>
        <source>What is asked, and how you made sure who asks</source>
        <translation>要求什么，如何核实了身份</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>为什么？</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>approved by {name}</source>
        <translation>{name} 已批准</translation>
    </message>
    <message>
        <source>done by {name}</source>
        <translation>{name} 已办理</translation>
    </message>
    <message>
        <source>refused by {name}</source>
        <translation>{name} 未批准</translation>
    </message>
    <message>
        <source>the office head is to decide</source>
        <translation>待物业主任批复</translation>
    </message>
    <message>
        <source>{count} lines are written to:
{path}</source>
        <translation>已写入 {count} 行：
{path}</translation>
    </message>
    <message>
        <source>{count} records tell of this person no more. Files to look through: {files}.</source>
        <translation>已有 {count} 条记录不再含此人信息。须人工查看的文件：{files} 个。</translation>
    </message>
    <message>
        <source>{name} asks about their data</source>
        <translation>{name} 对本人信息的要求</translation>
    </message>
</context>
<context>
    <name>DayPage</name>
    <message>
        <source>Blank sheet</source>
        <translation>空白表</translation>
    </message>
    <message>
        <source>Print an empty sheet to write on</source>
        <translation>打印空白表手写</translation>
    </message>
</context>
<context>
    <name>DaySheetPanel</name>
    <message>
        <source>Print</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>作废</translation>
    </message>
    <message>
        <source>Take back…</source>
        <translation>作废…</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>已作废</translation>
    </message>
</context>
<context>
    <name>DaySteps</name>
    <message>
        <source>A line for your diary</source>
        <translation>补记一条</translation>
    </message>
    <message>
        <source>About</source>
        <translation>期间</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>交班</translation>
    </message>
    <message>
        <source>Hand the shift over</source>
        <translation>交班</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>会议时间</translation>
    </message>
    <message>
        <source>Meeting</source>
        <translation>会议</translation>
    </message>
    <message>
        <source>Minutes of a meeting</source>
        <translation>例会记录</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>On the sheet now: {counts}</source>
        <translation>此刻列入：{counts}</translation>
    </message>
    <message>
        <source>Present</source>
        <translation>到会</translation>
    </message>
    <message>
        <source>Print the sheet for the meeting</source>
        <translation>打印本次例会单</translation>
    </message>
    <message>
        <source>Read; nothing to remark.</source>
        <translation>已阅。</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Said and decided</source>
        <translation>决定事项</translation>
    </message>
    <message>
        <source>Save the minutes</source>
        <translation>保存例会单</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>签字</translation>
    </message>
    <message>
        <source>Sign the register of {day}</source>
        <translation>审阅 {day} 的登记簿</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>接班</translation>
    </message>
    <message>
        <source>Take the shift over</source>
        <translation>接班</translation>
    </message>
    <message>
        <source>To</source>
        <translation>接班人</translation>
    </message>
    <message>
        <source>To be seen to</source>
        <translation>交代事项</translation>
    </message>
    <message>
        <source>What the next shift must know and see to</source>
        <translation>下一班要知道、要跟进的事</translation>
    </message>
    <message>
        <source>What the review found</source>
        <translation>审阅意见</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>What you did, and what came of it</source>
        <translation>做了什么，结果如何</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Who does what until when</source>
        <translation>谁在何时前做什么</translation>
    </message>
    <message>
        <source>Whoever comes next</source>
        <translation>由接班的同事</translation>
    </message>
    <message>
        <source>Why; the reason stays in the books</source>
        <translation>写明原因，原因留存在案</translation>
    </message>
    <message>
        <source>Write it down</source>
        <translation>记下</translation>
    </message>
    <message>
        <source>names, parted as you like</source>
        <translation>姓名，用顿号分开</translation>
    </message>
    <message>
        <source>nothing is open</source>
        <translation>没有未结事项</translation>
    </message>
    <message>
        <source>now, or 10:48</source>
        <translation>现在，或 10:48</translation>
    </message>
    <message>
        <source>of the case or slip, if it is about one</source>
        <translation>相关事项或派工单的编号，可不填</translation>
    </message>
    <message>
        <source>the one before</source>
        <translation>上期</translation>
    </message>
    <message>
        <source>this one</source>
        <translation>本期</translation>
    </message>
    <message>
        <source>{count} half-typed forms wait at this desk under your name: save them first.</source>
        <translation>本机还有您名下 {count} 份未存的登记，请先处理。</translation>
    </message>
</context>
<context>
    <name>DayTab</name>
    <message>
        <source>Page</source>
        <translation>页面</translation>
    </message>
</context>
<context>
    <name>DecryptDialog</name>
    <message>
        <source>Afterwards whoever can read the file can read names and phones in it.</source>
        <translation>取消后，能读到文件的人就能看到其中的姓名和电话。</translation>
    </message>
    <message>
        <source>Make plain</source>
        <translation>取消加密</translation>
    </message>
    <message>
        <source>Make the books plain again</source>
        <translation>取消加密</translation>
    </message>
    <message>
        <source>Making the books and their files plain; that may take a while…</source>
        <translation>正在取消数据及附件的加密，可能需要一些时间…</translation>
    </message>
    <message>
        <source>Passphrase or recovery code</source>
        <translation>口令或恢复码</translation>
    </message>
    <message>
        <source>The books are plain. No passphrase is asked for any more.</source>
        <translation>已取消加密，以后不再询问口令。</translation>
    </message>
</context>
<context>
    <name>Demands</name>
    <message>
        <source>The procedure asks for</source>
        <translation>规程要求</translation>
    </message>
    <message>
        <source>To {whom} from the start</source>
        <translation>应由{whom}处理</translation>
    </message>
    <message>
        <source>{what}: approved</source>
        <translation>{what}：已批准</translation>
    </message>
    <message>
        <source>{what}: to be approved by {whom}</source>
        <translation>{what}：须报{whom}批准</translation>
    </message>
    <message>
        <source>{what}: waits for the word of {whom}</source>
        <translation>{what}：待{whom}批复</translation>
    </message>
    <message>
        <source>{why}: to {whom}</source>
        <translation>{why}：上报{whom}</translation>
    </message>
</context>
<context>
    <name>DepartmentsEditor</name>
    <message>
        <source>Add a department</source>
        <translation>增加部门</translation>
    </message>
    <message>
        <source>Add a team</source>
        <translation>增加班组</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Name of the department</source>
        <translation>部门名称</translation>
    </message>
    <message>
        <source>Name of the team</source>
        <translation>班组名称</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>班组</translation>
    </message>
</context>
<context>
    <name>DepartmentsPage</name>
    <message>
        <source>Departments and teams</source>
        <translation>部门和班组</translation>
    </message>
    <message>
        <source>Untick what there isn't here and write the names that are used here.</source>
        <translation>本处没有的去掉勾，名称改成本处的叫法。</translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>Already running</source>
        <translation>程序已在运行</translation>
    </message>
    <message>
        <source>The program is running already but does not answer. End it, then start again.</source>
        <translation>程序已在运行，但没有响应。请先结束它，再重新启动。</translation>
    </message>
    <message>
        <source>This is the demo office. The password of everyone is {password}.</source>
        <translation>这是演示用的管理处，所有人的密码都是 {password}。</translation>
    </message>
    <message>
        <source>This office is open already, in another window of this program. Go on there.</source>
        <translation>这个办公室已在本程序的另一个窗口中打开，请在那里继续。</translation>
    </message>
</context>
<context>
    <name>Dialog</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Discard it</source>
        <translation>不保存</translation>
    </message>
    <message>
        <source>Go on with it</source>
        <translation>继续填写</translation>
    </message>
    <message>
        <source>Leave without saving?</source>
        <translation>不保存就离开？</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>What you typed here is not saved.</source>
        <translation>这里填写的内容还没有保存。</translation>
    </message>
</context>
<context>
    <name>DiaryPage</name>
    <message>
        <source>Add a line</source>
        <translation>补记</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Course</source>
        <translation>经过</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Lines of the day</source>
        <translation>当日记录</translation>
    </message>
    <message>
        <source>Nothing is on record for this day.</source>
        <translation>这一天没有记录。</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>房号、地点</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>The day after</source>
        <translation>后一天</translation>
    </message>
    <message>
        <source>The day before</source>
        <translation>前一天</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>What</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>What is done on a case stands here by itself; add what else you did with Ctrl+N.</source>
        <translation>事项的办理经过会自动列出；其他工作按 Ctrl+N 补记。</translation>
    </message>
    <message>
        <source>Whose diary</source>
        <translation>谁的日记</translation>
    </message>
    <message>
        <source>{lines} lines · {taken} registered · {cases} cases worked on</source>
        <translation>{lines} 条 · 登记 {taken} 件 · 经办 {cases} 件</translation>
    </message>
</context>
<context>
    <name>DiaryPanel</name>
    <message>
        <source>Case</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Choose a line to read it in full.</source>
        <translation>选一条查看全文。</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>办理时间</translation>
    </message>
    <message>
        <source>Matter</source>
        <translation>事由</translation>
    </message>
    <message>
        <source>Noted</source>
        <translation>记入时间</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>房号、地点</translation>
    </message>
    <message>
        <source>Show the case</source>
        <translation>查看事项</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Take back…</source>
        <translation>撤回…</translation>
    </message>
    <message>
        <source>Take this line back: it stays in the books</source>
        <translation>撤回这一条（记录仍保留）</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>撤回原因</translation>
    </message>
    <message>
        <source>Taken back; the line stays in the books.</source>
        <translation>已撤回，记录仍保留。</translation>
    </message>
    <message>
        <source>Written down.</source>
        <translation>已记下。</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>已撤回</translation>
    </message>
</context>
<context>
    <name>DirectoryPage</name>
    <message>
        <source>Add</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>Clear the search box: names, pinyin, rooms and digits are found.</source>
        <translation>清空查找框；可按姓名、拼音、房号、号码查找。</translation>
    </message>
    <message>
        <source>No number fits.</source>
        <translation>没有符合的号码。</translation>
    </message>
    <message>
        <source>No outside number is kept yet.</source>
        <translation>还没有外部电话。</translation>
    </message>
    <message>
        <source>No resident's number is to be seen here.</source>
        <translation>没有可显示的业主电话。</translation>
    </message>
    <message>
        <source>Note the lift firm, the water works, the police with Ctrl+N.</source>
        <translation>按 Ctrl+N 登记电梯维保、自来水、派出所等电话。</translation>
    </message>
    <message>
        <source>Outside</source>
        <translation>外部电话</translation>
    </message>
    <message>
        <source>Phone directory</source>
        <translation>电话簿</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Print the residents' phones</source>
        <translation>打印业主电话登记表</translation>
    </message>
    <message>
        <source>Read a list of outside numbers in</source>
        <translation>导入外部电话清单</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Residents</source>
        <translation>业主电话</translation>
    </message>
    <message>
        <source>Room, contact</source>
        <translation>房号、联系人</translation>
    </message>
    <message>
        <source>The register goes on paper with whole numbers. For what?</source>
        <translation>登记表将印出完整号码。用途是？</translation>
    </message>
    <message>
        <source>They are kept with the households; only customer service sees them.</source>
        <translation>业主电话随住户登记，仅客服可见。</translation>
    </message>
    <message>
        <source>What for</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Whose numbers</source>
        <translation>谁的电话</translation>
    </message>
    <message>
        <source>{new} numbers are new in the directory; {existing} stood there already.</source>
        <translation>新增 {new} 个号码；{existing} 个原已在册。</translation>
    </message>
</context>
<context>
    <name>DirectoryPanel</name>
    <message>
        <source>Choose a line, or look for one with Ctrl+F.</source>
        <translation>选一个号码，或按 Ctrl+F 查找。</translation>
    </message>
    <message>
        <source>Is</source>
        <translation>身份</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>房号</translation>
    </message>
    <message>
        <source>Take {name} out of the directory: it stays in the books</source>
        <translation>从电话簿中作废 {name}：记录仍留在账上</translation>
    </message>
    <message>
        <source>The household</source>
        <translation>住户页</translation>
    </message>
    <message>
        <source>The number is in the directory.</source>
        <translation>电话已存入电话簿。</translation>
    </message>
    <message>
        <source>The number is taken out; it stays in the books.</source>
        <translation>电话已作废，记录仍留在账上。</translation>
    </message>
    <message>
        <source>Which phone</source>
        <translation>号码说明</translation>
    </message>
</context>
<context>
    <name>DocumentForm</name>
    <message>
        <source>Filed at</source>
        <translation>存放处</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Scans</source>
        <translation>扫描件</translation>
    </message>
    <message>
        <source>Stands</source>
        <translation>情况</translation>
    </message>
    <message>
        <source>cabinet, folder</source>
        <translation>柜号、档案盒</translation>
    </message>
</context>
<context>
    <name>DueForm</name>
    <message>
        <source>Done again under warranty: no labour</source>
        <translation>保修期内返修，免人工费</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>应收</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>已付</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>The slip says {total}, the client was told {price}.</source>
        <translation>按单 {total}，报价 {price}。</translation>
    </message>
    <message>
        <source>The slip says {total}.</source>
        <translation>按单 {total}。</translation>
    </message>
    <message>
        <source>What is due for {number}</source>
        <translation>{number} 应收金额</translation>
    </message>
</context>
<context>
    <name>EncryptDialog</name>
    <message>
        <source>Encrypt</source>
        <translation>加密</translation>
    </message>
    <message>
        <source>Encrypt the books</source>
        <translation>加密数据</translation>
    </message>
    <message>
        <source>Encrypting the books and their files; that may take a while…</source>
        <translation>正在加密数据及附件，可能需要一些时间…</translation>
    </message>
    <message>
        <source>Once more</source>
        <translation>再输一次</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>口令</translation>
    </message>
    <message>
        <source>The books are encrypted. Backups made before are not: make a new one, then remove those.</source>
        <translation>数据已加密。此前的备份没有加密：请做一次新备份，再删除旧备份。</translation>
    </message>
    <message>
        <source>The passphrase is asked for at each start. Several words that only your office puts together are better than signs nobody remembers. The plain file is written over once the encrypted one was compared with it; a solid-state disk may keep old bytes out of reach for a while. Close the program elsewhere first.</source>
        <translation>每次启动都要输入口令。用几个只有本单位才会连在一起的词，比谁也记不住的符号好。加密文件与原文件核对一致后，原文件即被覆盖；固态硬盘上可能还会残留一段时间。请先关闭别处打开的本程序。</translation>
    </message>
</context>
<context>
    <name>EndingSteps</name>
    <message>
        <source>Category</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Choose a case, or type its number</source>
        <translation>选一件，或输入受理编号</translation>
    </message>
    <message>
        <source>Close it specially</source>
        <translation>特殊关闭</translation>
    </message>
    <message>
        <source>Explained</source>
        <translation>已说明</translation>
    </message>
    <message>
        <source>Explained why it is invalid</source>
        <translation>向投诉人说明无效原因</translation>
    </message>
    <message>
        <source>Goes on as</source>
        <translation>转为</translation>
    </message>
    <message>
        <source>Goes on as a case of another kind</source>
        <translation>转为其他类别</translation>
    </message>
    <message>
        <source>Goes on in</source>
        <translation>并入哪一件</translation>
    </message>
    <message>
        <source>How do you know that it is the same matter?</source>
        <translation>怎么知道是同一件事？</translation>
    </message>
    <message>
        <source>It gets a number of its own; caller, place, contacts and time go over.</source>
        <translation>转后另编新号；来电人、地点、来电记录和受理时间一并带过去。</translation>
    </message>
    <message>
        <source>It goes on as {number}.</source>
        <translation>已转为 {number}。</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>并入</translation>
    </message>
    <message>
        <source>Joined: what was said stands there as contacts.</source>
        <translation>已并入，内容已作为来电来访记入该件。</translation>
    </message>
    <message>
        <source>Refer</source>
        <translation>引导</translation>
    </message>
    <message>
        <source>Shown where to turn</source>
        <translation>引导到有关单位</translation>
    </message>
    <message>
        <source>Special closing</source>
        <translation>特殊关闭</translation>
    </message>
    <message>
        <source>The same matter as another case</source>
        <translation>与另一件是同一件事</translation>
    </message>
    <message>
        <source>Transfer</source>
        <translation>转类</translation>
    </message>
    <message>
        <source>Urgency</source>
        <translation>等级</translation>
    </message>
    <message>
        <source>What the complainant was told, and what they said</source>
        <translation>向投诉人怎样说明，对方怎么说</translation>
    </message>
    <message>
        <source>What was tried, and why it ends nowhere</source>
        <translation>做过哪些努力，为什么仍无法解决</translation>
    </message>
    <message>
        <source>Where the caller was sent: which body, its phone, and why it is theirs</source>
        <translation>引导到哪里：单位、电话，以及为什么归其管</translation>
    </message>
    <message>
        <source>Why is it of another kind?</source>
        <translation>为什么转类？</translation>
    </message>
    <message>
        <source>of the same household, phone or building</source>
        <translation>同户、同电话或同楼同类</translation>
    </message>
    <message>
        <source>{count} efforts on record. It leaves the closing rate, never the volume or the response rate.</source>
        <translation>已记录 {count} 次努力。特殊关闭不计入办结率，投诉量和首次答复及时率照计。</translation>
    </message>
</context>
<context>
    <name>EntryForm</name>
    <message>
        <source>A number outside</source>
        <translation>新增外部电话</translation>
    </message>
    <message>
        <source>Change the number</source>
        <translation>修改电话</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>联系人</translation>
    </message>
    <message>
        <source>For what</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export register</source>
        <translation>导出登记簿</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Left empty: no limit</source>
        <translation>留空表示不限</translation>
    </message>
    <message>
        <source>None chosen: all kinds</source>
        <translation>不选表示全部类别</translation>
    </message>
    <message>
        <source>To</source>
        <translation>到</translation>
    </message>
    <message>
        <source>With the rows of old registers</source>
        <translation>包括旧登记簿导入的记录</translation>
    </message>
</context>
<context>
    <name>ExportReason</name>
    <message>
        <source>For accounts</source>
        <translation>财务对账</translation>
    </message>
    <message>
        <source>For an inspection by the company</source>
        <translation>公司检查</translation>
    </message>
    <message>
        <source>For the meeting of the week</source>
        <translation>周例会</translation>
    </message>
    <message>
        <source>For the month's archive</source>
        <translation>月度归档</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Names and phones leave the program. For what?</source>
        <translation>姓名、电话将离开程序，作何用途？</translation>
    </message>
    <message>
        <source>To check our records</source>
        <translation>核对登记</translation>
    </message>
    <message>
        <source>Who wrote out what, when and why stays in the books.</source>
        <translation>谁、何时、导出了什么、为什么，都会留下记录。</translation>
    </message>
</context>
<context>
    <name>Exporting</name>
    <message>
        <source>Register {day}.xlsx</source>
        <translation>登记簿 {day}.xlsx</translation>
    </message>
    <message>
        <source>Report {month}.xlsx</source>
        <translation>月报 {month}.xlsx</translation>
    </message>
    <message>
        <source>The figures of {month} are written to:
{path}</source>
        <translation>{month} 月报已导出：
{path}</translation>
    </message>
    <message>
        <source>{count} cases are written to:
{path}</source>
        <translation>已导出 {count} 件：
{path}</translation>
    </message>
</context>
<context>
    <name>FeeLines</name>
    <message>
        <source>A payment noted by mistake is voided by a supervisor or the accountant.</source>
        <translation>收错的款由主管、经理或财务作废。</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>应收</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>欠</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>已收</translation>
    </message>
    <message>
        <source>Paid in full</source>
        <translation>已付清</translation>
    </message>
    <message>
        <source>Show the slip</source>
        <translation>查看派工单</translation>
    </message>
    <message>
        <source>Slip {number}</source>
        <translation>派工单 {number}</translation>
    </message>
    <message>
        <source>The slip says {total}; {who}: {reason}</source>
        <translation>按单 {total}；{who}：{reason}</translation>
    </message>
    <message>
        <source>receipt {number}</source>
        <translation>收据 {number}</translation>
    </message>
    <message>
        <source>void: {reason}</source>
        <translation>作废：{reason}</translation>
    </message>
    <message>
        <source>{count} unpaid: {amount}</source>
        <translation>欠费 {count} 笔 {amount}</translation>
    </message>
</context>
<context>
    <name>FeesDialog</name>
    <message>
        <source>As</source>
        <translation>形式</translation>
    </message>
    <message>
        <source>Each room by itself</source>
        <translation>每户一张</translation>
    </message>
    <message>
        <source>Export fees</source>
        <translation>导出收费明细</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Fees {from_on} – {to_on}.xlsx</source>
        <translation>收费明细 {from_on} 至 {to_on}.xlsx</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>Paper (print, PDF)</source>
        <translation>纸质（打印、PDF）</translation>
    </message>
    <message>
        <source>Paper, one for each room</source>
        <translation>纸，每户一张</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>房号</translation>
    </message>
    <message>
        <source>To</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Workbook (Excel)</source>
        <translation>表格（Excel）</translation>
    </message>
    <message>
        <source>all rooms, or one: 3-2-1502</source>
        <translation>全部房号，或写一户：3-2-1502</translation>
    </message>
    <message>
        <source>{count} fees and payments are of no room, and stand on no list.</source>
        <translation>另有 {count} 笔收费、收款没有房号，不在各户的清单上。</translation>
    </message>
    <message>
        <source>{count} fees and {payments} payments are written to:
{path}</source>
        <translation>已写出 {count} 笔费用、{payments} 笔收款：
{path}</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>Answers</source>
        <translation>有答复</translation>
    </message>
    <message>
        <source>Approved by</source>
        <translation>批准</translation>
    </message>
    <message>
        <source>As in the register</source>
        <translation>与登记簿一致</translation>
    </message>
    <message>
        <source>Asked about</source>
        <translation>评价项目</translation>
    </message>
    <message>
        <source>Building</source>
        <translation>楼栋</translation>
    </message>
    <message>
        <source>Building {number}</source>
        <translation>{number}栋</translation>
    </message>
    <message>
        <source>By building</source>
        <translation>按楼栋</translation>
    </message>
    <message>
        <source>By category</source>
        <translation>按分类</translation>
    </message>
    <message>
        <source>By channel</source>
        <translation>按来源</translation>
    </message>
    <message>
        <source>By department</source>
        <translation>按责任部门</translation>
    </message>
    <message>
        <source>By kind</source>
        <translation>按类别</translation>
    </message>
    <message>
        <source>Came and went, by building</source>
        <translation>办理平衡表（按楼栋）</translation>
    </message>
    <message>
        <source>Came and went, by category</source>
        <translation>办理平衡表（按分类）</translation>
    </message>
    <message>
        <source>Came and went, by department</source>
        <translation>办理平衡表（按责任部门）</translation>
    </message>
    <message>
        <source>Cases by kind</source>
        <translation>各类别件数</translation>
    </message>
    <message>
        <source>Cases in twelve months</source>
        <translation>近十二个月件数</translation>
    </message>
    <message>
        <source>Categories and kinds</source>
        <translation>分类与类别</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>增减</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Checked by</source>
        <translation>审核</translation>
    </message>
    <message>
        <source>Clients' words</source>
        <translation>业主评价</translation>
    </message>
    <message>
        <source>Complaints by level</source>
        <translation>投诉级别</translation>
    </message>
    <message>
        <source>Content alone, by follow-ups</source>
        <translation>其中满意（回访）</translation>
    </message>
    <message>
        <source>Content alone, by slips</source>
        <translation>其中满意（派工单）</translation>
    </message>
    <message>
        <source>Counted</source>
        <translation>分子</translation>
    </message>
    <message>
        <source>Counted at {time} by day of receipt; counts with old registers</source>
        <translation>统计时间 {time}；按受理日期统计，件数含历史台账</translation>
    </message>
    <message>
        <source>Counted at {time} by day of receipt; old registers left out</source>
        <translation>统计时间 {time}；按受理日期统计，不含历史台账</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>责任部门</translation>
    </message>
    <message>
        <source>Drawn up by</source>
        <translation>制表</translation>
    </message>
    <message>
        <source>First word back in time</source>
        <translation>首次答复及时率</translation>
    </message>
    <message>
        <source>Follow-up</source>
        <translation>回访项目</translation>
    </message>
    <message>
        <source>Follow-ups</source>
        <translation>回访</translation>
    </message>
    <message>
        <source>Follow-ups by rule</source>
        <translation>各项回访</translation>
    </message>
    <message>
        <source>Followed up</source>
        <translation>回访率</translation>
    </message>
    <message>
        <source>Handled</source>
        <translation>办结率</translation>
    </message>
    <message>
        <source>Handled, with special closings</source>
        <translation>办结率（含特殊关闭）</translation>
    </message>
    <message>
        <source>In the rate</source>
        <translation>计入及时率</translation>
    </message>
    <message>
        <source>In time</source>
        <translation>及时率</translation>
    </message>
    <message>
        <source>In time, of all slips issued</source>
        <translation>及时率（全部开单）</translation>
    </message>
    <message>
        <source>Invalid complaints</source>
        <translation>无效投诉率</translation>
    </message>
    <message>
        <source>Kept in time</source>
        <translation>及时</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Kinds and states</source>
        <translation>类别与状态</translation>
    </message>
    <message>
        <source>Late</source>
        <translation>逾期</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>时限</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>时限</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>已回访</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>月份</translation>
    </message>
    <message>
        <source>Month before</source>
        <translation>上月</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新登记</translation>
    </message>
    <message>
        <source>Not made</source>
        <translation>未回访</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>分母</translation>
    </message>
    <message>
        <source>Open at the end</source>
        <translation>期末在办</translation>
    </message>
    <message>
        <source>Open at the start</source>
        <translation>期初在办</translation>
    </message>
    <message>
        <source>Open at the start + new + reopened = out + open at the end, by the days of the month</source>
        <translation>期初在办＋新登记＋重新办理＝各种了结＋期末在办；按本月发生时间统计</translation>
    </message>
    <message>
        <source>Percent</source>
        <translation>比率</translation>
    </message>
    <message>
        <source>Rated</source>
        <translation>有评价</translation>
    </message>
    <message>
        <source>Register: {rows} rows = {sum}</source>
        <translation>登记簿 {rows} 行＝{sum}</translation>
    </message>
    <message>
        <source>Reopened</source>
        <translation>重新办理</translation>
    </message>
    <message>
        <source>Repairs done again</source>
        <translation>返修率</translation>
    </message>
    <message>
        <source>Repeated complaints</source>
        <translation>再次投诉率</translation>
    </message>
    <message>
        <source>Report of {month}/{year}</source>
        <translation>{year}年{month}月投诉报修月报</translation>
    </message>
    <message>
        <source>Required ones by the day on which they are due; answers of all that were made in the month</source>
        <translation>必访的按到期日计；“有答复”含本月所作的全部回访</translation>
    </message>
    <message>
        <source>Satisfied</source>
        <translation>满意率</translation>
    </message>
    <message>
        <source>Satisfied, by follow-ups</source>
        <translation>满意率（回访）</translation>
    </message>
    <message>
        <source>Satisfied, by slips</source>
        <translation>满意率（派工单）</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Shares</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Slips without a limit</source>
        <translation>无时限派工单</translation>
    </message>
    <message>
        <source>Slips: as a whole</source>
        <translation>派工单：总评</translation>
    </message>
    <message>
        <source>Slips: manner</source>
        <translation>派工单：态度</translation>
    </message>
    <message>
        <source>Slips: quality</source>
        <translation>派工单：质量</translation>
    </message>
    <message>
        <source>Slips: timeliness</source>
        <translation>派工单：及时</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>The largest categories</source>
        <translation>件数最多的分类</translation>
    </message>
    <message>
        <source>The two sides differ by {gap}: run a check of the books</source>
        <translation>两边相差 {gap} 件：请运行账目检查</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>本月</translation>
    </message>
    <message>
        <source>To make</source>
        <translation>未到期</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Twelve months</source>
        <translation>近十二个月</translation>
    </message>
    <message>
        <source>Undecided</source>
        <translation>未到期</translation>
    </message>
    <message>
        <source>What came and went</source>
        <translation>办理平衡表</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>口径</translation>
    </message>
    <message>
        <source>Without building</source>
        <translation>无楼栋</translation>
    </message>
    <message>
        <source>Without category</source>
        <translation>未分类</translation>
    </message>
    <message>
        <source>Without department</source>
        <translation>未定部门</translation>
    </message>
    <message>
        <source>Year before</source>
        <translation>去年同月</translation>
    </message>
    <message>
        <source>callers answered within the hours promised ÷ answered or past them</source>
        <translation>承诺小时内答复 ÷ 已答复或已超时</translation>
    </message>
    <message>
        <source>complaints found invalid ÷ all complaints</source>
        <translation>认定无效的投诉 ÷ 全部投诉</translation>
    </message>
    <message>
        <source>complaints on the same matter again ÷ all complaints</source>
        <translation>同一事项再次投诉 ÷ 全部投诉</translation>
    </message>
    <message>
        <source>content or fairly content ÷ follow-ups with an answer</source>
        <translation>满意和基本满意 ÷ 有答复的回访</translation>
    </message>
    <message>
        <source>content or fairly content ÷ slips rated, the worst word counts</source>
        <translation>满意和基本满意 ÷ 有评价的派工单，以最低一项计</translation>
    </message>
    <message>
        <source>content ÷ follow-ups with an answer</source>
        <translation>满意 ÷ 有答复的回访</translation>
    </message>
    <message>
        <source>content ÷ slips rated</source>
        <translation>满意 ÷ 有评价的派工单</translation>
    </message>
    <message>
        <source>from old registers {count}</source>
        <translation>历史台账 {count} 件</translation>
    </message>
    <message>
        <source>handled or closed ÷ all to be handled here</source>
        <translation>已办结或已结案 ÷ 应由本处办理</translation>
    </message>
    <message>
        <source>joined or transferred {count}</source>
        <translation>并入、转类 {count} 件</translation>
    </message>
    <message>
        <source>made ÷ required and made, given up or past their day</source>
        <translation>已回访 ÷ 应回访（已做、放弃或过期）</translation>
    </message>
    <message>
        <source>received {count}</source>
        <translation>受理 {count} 件</translation>
    </message>
    <message>
        <source>repairs reopened ÷ repairs handled</source>
        <translation>重新办理的报修 ÷ 办结过的报修</translation>
    </message>
    <message>
        <source>reprint {count}</source>
        <translation>补打 {count}</translation>
    </message>
    <message>
        <source>slips finished in time ÷ all issued, undecided ones among them, void ones left out</source>
        <translation>按时完工 ÷ 全部开单（含未到期，不含作废）</translation>
    </message>
    <message>
        <source>slips finished in time ÷ finished or past their limit</source>
        <translation>按时完工 ÷ 已完工或已逾期的派工单</translation>
    </message>
    <message>
        <source>special closings counted as handled</source>
        <translation>特殊关闭计入办结</translation>
    </message>
    <message>
        <source>void {count}</source>
        <translation>作废 {count} 件</translation>
    </message>
    <message>
        <source>{name}, not divided further</source>
        <translation>{name}·未细分</translation>
    </message>
    <message>
        <source>{note}; new {new} = {sum}</source>
        <translation>{note}；新登记 {new}＝{sum}</translation>
    </message>
    <message>
        <source>{note}; one voided only after it was handled went out as handled, one voided after the month was open at its end</source>
        <translation>{note}，其中办结后作废的计入已办结，月后作废的计入期末在办</translation>
    </message>
    <message>
        <source>{one} + {other}</source>
        <translation>{one}＋{other}</translation>
    </message>
</context>
<context>
    <name>FileList</name>
    <message>
        <source>Show it</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>{size} KB</source>
        <translation>{size} KB</translation>
    </message>
    <message>
        <source>{size} MB</source>
        <translation>{size} MB</translation>
    </message>
</context>
<context>
    <name>FilePreview</name>
    <message>
        <source>A copy lies at {path}</source>
        <translation>已另存到 {path}</translation>
    </message>
    <message>
        <source>A file of this kind isn't shown here; open it with its program.</source>
        <translation>此类文件不在这里显示，请用其程序打开。</translation>
    </message>
    <message>
        <source>File before</source>
        <translation>上一个</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>附件</translation>
    </message>
    <message>
        <source>Next file</source>
        <translation>下一个</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>下一页</translation>
    </message>
    <message>
        <source>Open with its program…</source>
        <translation>用其程序打开…</translation>
    </message>
    <message>
        <source>Page before</source>
        <translation>上一页</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>另存</translation>
    </message>
    <message>
        <source>Save a copy</source>
        <translation>另存一份</translation>
    </message>
    <message>
        <source>Save a copy…</source>
        <translation>另存…</translation>
    </message>
    <message>
        <source>This may be a program: it is kept, but not opened from here.</source>
        <translation>这可能是程序：已保存，但不从这里打开。</translation>
    </message>
    <message>
        <source>file {at} of {count}</source>
        <translation>第 {at} 个，共 {count} 个</translation>
    </message>
    <message>
        <source>page {page} of {pages}</source>
        <translation>第 {page} 页，共 {pages} 页</translation>
    </message>
    <message>
        <source>“{name}” may be a program that does harm when it is opened. Save a copy all the same?</source>
        <translation>“{name}”可能是程序，打开后可能造成危害。仍要另存一份吗？</translation>
    </message>
</context>
<context>
    <name>FileSources</name>
    <message>
        <source>A link to a page is no file: save what it shows, then bring the file here.</source>
        <translation>网页链接不是文件：请先把内容保存为文件，再拖到这里。</translation>
    </message>
    <message>
        <source>Pasted {moment}.png</source>
        <translation>粘贴 {moment}.png</translation>
    </message>
</context>
<context>
    <name>FirstMorningPage</name>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Books</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Encrypted</source>
        <translation>加密</translation>
    </message>
    <message>
        <source>Entering the places…</source>
        <translation>正在录入房号…</translation>
    </message>
    <message>
        <source>Entering the staff: {at} of {count}…</source>
        <translation>正在录入人员：第 {at} 人，共 {count} 人…</translation>
    </message>
    <message>
        <source>Found the office</source>
        <translation>建立管理处</translation>
    </message>
    <message>
        <source>Founding the office</source>
        <translation>正在建立管理处</translation>
    </message>
    <message>
        <source>Hours</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Leave it?</source>
        <translation>放弃设置？</translation>
    </message>
    <message>
        <source>Making the books…</source>
        <translation>正在建立数据库…</translation>
    </message>
    <message>
        <source>Making the encrypted books; the key takes a few seconds…</source>
        <translation>正在建立加密的数据库，生成密钥需要几秒…</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>No second medium: with this computer its backups would be lost.</source>
        <translation>没有第二介质：电脑没了，备份也就没了。</translation>
    </message>
    <message>
        <source>Nobody but you signs in yet, and an administrator registers no calls.</source>
        <translation>目前只有您能登录，而管理员不登记来电。</translation>
    </message>
    <message>
        <source>Nothing is founded yet, and what you typed will be gone.</source>
        <translation>管理处还没有建立，已填的内容不会保留。</translation>
    </message>
    <message>
        <source>Office</source>
        <translation>管理处</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>处所</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>打印机</translation>
    </message>
    <message>
        <source>Rule book</source>
        <translation>规程</translation>
    </message>
    <message>
        <source>Second medium</source>
        <translation>第二介质</translation>
    </message>
    <message>
        <source>Staff</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>继续填写</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Teams</source>
        <translation>班组</translation>
    </message>
    <message>
        <source>administrator</source>
        <translation>系统管理员</translation>
    </message>
    <message>
        <source>as shipped, nothing moved</source>
        <translation>用程序自带的规程，未作调整</translation>
    </message>
    <message>
        <source>beside the books</source>
        <translation>数据旁边的文件夹</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>office {office}; desk {desk}</source>
        <translation>办公 {office}；前台值班 {desk}</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
</context>
<context>
    <name>FirstPasswordDialog</name>
    <message>
        <source>A password of your own</source>
        <translation>设置自己的密码</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>新密码</translation>
    </message>
    <message>
        <source>Once more</source>
        <translation>再输一遍</translation>
    </message>
    <message>
        <source>Save and go on</source>
        <translation>保存并继续</translation>
    </message>
    <message>
        <source>Somebody else set your password. Choose one that only you know.</source>
        <translation>您的密码是别人设的。请换一个只有您自己知道的。</translation>
    </message>
</context>
<context>
    <name>FirstStartPage</name>
    <message>
        <source>Address of the server</source>
        <translation>服务器地址</translation>
    </message>
    <message>
        <source>An office that is there already:</source>
        <translation>已有的管理处：</translation>
    </message>
    <message>
        <source>Databases (*.db);;All files (*)</source>
        <translation>数据库 (*.db);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Made up, and free to be played with.</source>
        <translation>内容是编的，可以随便试。</translation>
    </message>
    <message>
        <source>No office is open</source>
        <translation>尚未打开任何管理处</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open an office on a server</source>
        <translation>打开服务器上的管理处</translation>
    </message>
    <message>
        <source>Open an office on a server…</source>
        <translation>打开服务器上的管理处…</translation>
    </message>
    <message>
        <source>Open another database…</source>
        <translation>打开其他数据库…</translation>
    </message>
    <message>
        <source>Restore a backup…</source>
        <translation>恢复备份…</translation>
    </message>
    <message>
        <source>See the demo office</source>
        <translation>试用演示管理处</translation>
    </message>
    <message>
        <source>Set up a new office…</source>
        <translation>建立新的管理处…</translation>
    </message>
    <message>
        <source>Ten short steps, and nothing is written before the last.</source>
        <translation>共十步，最后一步之前什么也不写入。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>Whoever keeps the server knows the address. It is written {example}.</source>
        <translation>地址请问管服务器的人，写法：{example}。</translation>
    </message>
</context>
<context>
    <name>FolderBox</name>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
</context>
<context>
    <name>FollowUpFacts</name>
    <message>
        <source>By</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>Called by</source>
        <translation>回访人</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Countersigned</source>
        <translation>复核人</translation>
    </message>
    <message>
        <source>Handled by</source>
        <translation>办结人</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>由谁回访</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>处理结果</translation>
    </message>
    <message>
        <source>Slip</source>
        <translation>派工单</translation>
    </message>
    <message>
        <source>Tried</source>
        <translation>已联系</translation>
    </message>
    <message>
        <source>When</source>
        <translation>期限</translation>
    </message>
    <message>
        <source>from {first}, no last day set</source>
        <translation>{first}起，未定期限</translation>
    </message>
    <message>
        <source>may be made</source>
        <translation>可访</translation>
    </message>
    <message>
        <source>must be made</source>
        <translation>必访</translation>
    </message>
    <message>
        <source>{first} to {last}</source>
        <translation>{first} 至 {last}</translation>
    </message>
</context>
<context>
    <name>FollowUpPanel</name>
    <message>
        <source>Choose a follow-up in the list.</source>
        <translation>请在列表中选择一项回访。</translation>
    </message>
    <message>
        <source>Countersign</source>
        <translation>复核签字</translation>
    </message>
    <message>
        <source>Give up…</source>
        <translation>终止…</translation>
    </message>
    <message>
        <source>Noted. Round {round} has begun: {number}.</source>
        <translation>已记录，转入第 {round} 轮：{number}。</translation>
    </message>
    <message>
        <source>Noted; {number} is closed.</source>
        <translation>已记录，{number} 已结案。</translation>
    </message>
    <message>
        <source>Print the sheet</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Record the call</source>
        <translation>记录回访</translation>
    </message>
    <message>
        <source>Take back…</source>
        <translation>撤回…</translation>
    </message>
    <message>
        <source>The wave's {count}</source>
        <translation>同一牵头件 {count} 条</translation>
    </message>
    <message>
        <source>Tried in vain</source>
        <translation>记一次未果</translation>
    </message>
    <message>
        <source>{number}: attempt noted.</source>
        <translation>{number}：未果已记录。</translation>
    </message>
    <message>
        <source>{number}: countersigned.</source>
        <translation>{number}：已复核签字。</translation>
    </message>
    <message>
        <source>{number}: follow-up noted.</source>
        <translation>{number}：回访已记录。</translation>
    </message>
    <message>
        <source>{number}: given up.</source>
        <translation>{number}：回访已终止。</translation>
    </message>
    <message>
        <source>{number}: taken back.</source>
        <translation>{number}：已撤回。</translation>
    </message>
</context>
<context>
    <name>FollowUpSteps</name>
    <message>
        <source>Asked of everybody; empty if nothing</source>
        <translation>每次都问一句；没有就空着</translation>
    </message>
    <message>
        <source>Begin a new round, with a sheet of its own</source>
        <translation>开始新一轮，另出处理单</translation>
    </message>
    <message>
        <source>Call again</source>
        <translation>再次联系</translation>
    </message>
    <message>
        <source>Countersign the call</source>
        <translation>电话回访复核签字</translation>
    </message>
    <message>
        <source>Give the follow-up up</source>
        <translation>终止回访</translation>
    </message>
    <message>
        <source>Give up</source>
        <translation>终止</translation>
    </message>
    <message>
        <source>How</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>Moved away, not reached three times</source>
        <translation>已搬走，三次未联系上</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>满意度</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Reply told for</source>
        <translation>答复时间</translation>
    </message>
    <message>
        <source>Save the attempt</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save the follow-up</source>
        <translation>保存回访</translation>
    </message>
    <message>
        <source>Saving begins round {round} of {number}, with a sheet of its own.</source>
        <translation>保存后 {number} 转入第 {round} 轮处理，另开新单。</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>签字</translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>The client is content: close the case with it</source>
        <translation>业主满意，同时结案</translation>
    </message>
    <message>
        <source>Tried in vain</source>
        <translation>回访未果</translation>
    </message>
    <message>
        <source>Unsolved</source>
        <translation>其他未解决</translation>
    </message>
    <message>
        <source>What came of it</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>What the client said</source>
        <translation>业主怎么说</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Who answered, what was said</source>
        <translation>谁接的、说了什么</translation>
    </message>
    <message>
        <source>Why not</source>
        <translation>不满意原因</translation>
    </message>
    <message>
        <source>With what, and what they ask for</source>
        <translation>对什么不满意、有什么要求</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>now, or 10:48</source>
        <translation>现在，或 10:48</translation>
    </message>
    <message>
        <source>tomorrow 10:00, this evening</source>
        <translation>明天10点，今天晚上</translation>
    </message>
    <message>
        <source>{name} called; another member of staff confirms the call.</source>
        <translation>{name} 打的电话，须由另一位员工复核确认。</translation>
    </message>
</context>
<context>
    <name>FollowUps</name>
    <message>
        <source>call {moment}</source>
        <translation>约 {moment}</translation>
    </message>
    <message>
        <source>from {day}</source>
        <translation>{day} 起</translation>
    </message>
    <message>
        <source>given up</source>
        <translation>已终止</translation>
    </message>
    <message>
        <source>no day set</source>
        <translation>未定期限</translation>
    </message>
    <message>
        <source>no longer asked for</source>
        <translation>已不需要</translation>
    </message>
    <message>
        <source>reply by {moment}</source>
        <translation>{moment} 前答复</translation>
    </message>
    <message>
        <source>till {day}</source>
        <translation>至 {day}</translation>
    </message>
    <message>
        <source>unsolved: {words}</source>
        <translation>未解决：{words}</translation>
    </message>
    <message>
        <source>why: {words}</source>
        <translation>原因：{words}</translation>
    </message>
    <message>
        <source>window over</source>
        <translation>期限已过</translation>
    </message>
    <message>
        <source>{count} × {outcome}</source>
        <translation>{count} 次 {outcome}</translation>
    </message>
    <message>
        <source>{days} d</source>
        <translation>{days} 天</translation>
    </message>
    <message>
        <source>{rating}, unsigned</source>
        <translation>{rating}，待复核</translation>
    </message>
</context>
<context>
    <name>FollowUpsTab</name>
    <message>
        <source>All days</source>
        <translation>全部日期</translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>全部类别</translation>
    </message>
    <message>
        <source>Before today</source>
        <translation>今天以前</translation>
    </message>
    <message>
        <source>Blank sheet</source>
        <translation>空白表</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Clear the search box, the kind and the days, or look under another heading.</source>
        <translation>请清空搜索框、类别和日期，或看其他分类。</translation>
    </message>
    <message>
        <source>Coming</source>
        <translation>将到期</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已回访</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>到期</translation>
    </message>
    <message>
        <source>Every call has its second signature.</source>
        <translation>电话回访都已复核签字。</translation>
    </message>
    <message>
        <source>Follow-ups</source>
        <translation>回访</translation>
    </message>
    <message>
        <source>Follow-ups come by themselves when a case is handled or a slip completed.</source>
        <translation>事项办结、派工单完工后，回访会自动列出。</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>No case is in its follow-up window.</source>
        <translation>没有在可访期限内的事项。</translation>
    </message>
    <message>
        <source>No follow-up falls due in the next days.</source>
        <translation>近期没有到期的回访。</translation>
    </message>
    <message>
        <source>No follow-up fits.</source>
        <translation>没有符合的回访。</translation>
    </message>
    <message>
        <source>No follow-up has been made yet.</source>
        <translation>还没有做过回访。</translation>
    </message>
    <message>
        <source>Nobody has to be called back today.</source>
        <translation>今天没有要回访的。</translation>
    </message>
    <message>
        <source>Offered</source>
        <translation>可访</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>房号</translation>
    </message>
    <message>
        <source>Print an empty sheet to write on</source>
        <translation>打印一张空白回访记录表，手工填写</translation>
    </message>
    <message>
        <source>Print the sheets of all listed</source>
        <translation>打印列表中各件的回访单</translation>
    </message>
    <message>
        <source>Show all again</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>This week</source>
        <translation>本周</translation>
    </message>
    <message>
        <source>To countersign</source>
        <translation>待复核</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Tried, by</source>
        <translation>联系情况</translation>
    </message>
    <message>
        <source>Wave of {number}: {count} follow-ups, made and to be made</source>
        <translation>牵头件 {number}：回访 {count} 条，含已做和待做</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Which days</source>
        <translation>哪几天</translation>
    </message>
    <message>
        <source>Which follow-ups</source>
        <translation>回访范围</translation>
    </message>
    <message>
        <source>lead case {number}</source>
        <translation>同一牵头件 {number}</translation>
    </message>
</context>
<context>
    <name>FormCard</name>
    <message>
        <source>A new case</source>
        <translation>另作新登记</translation>
    </message>
    <message>
        <source>Again</source>
        <translation>按再次登记</translation>
    </message>
    <message>
        <source>Another call: this form waits above</source>
        <translation>又来电话：本单先挂在上面</translation>
    </message>
    <message>
        <source>Bring it back</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Correct it</source>
        <translation>作为更正</translation>
    </message>
    <message>
        <source>Corrected: {number}</source>
        <translation>已更正 {number}</translation>
    </message>
    <message>
        <source>Empty the form</source>
        <translation>清空表单</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>暂挂</translation>
    </message>
    <message>
        <source>It is not</source>
        <translation>不是</translation>
    </message>
    <message>
        <source>Its slip {slip} becomes void as well.</source>
        <translation>派工单 {slip} 一并作废。</translation>
    </message>
    <message>
        <source>Leave as it was</source>
        <translation>不改了</translation>
    </message>
    <message>
        <source>Note as contact</source>
        <translation>记为再次来电</translation>
    </message>
    <message>
        <source>Noted as a further contact: {number}</source>
        <translation>已记为 {number} 的再次来电</translation>
    </message>
    <message>
        <source>Noted as a further contact: {number}. It counts as handled: not content?</source>
        <translation>已记为 {number} 的再次来电。它已办结：客户不满意的，重新办理。</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Registered: {number}</source>
        <translation>已登记 {number}</translation>
    </message>
    <message>
        <source>Registered: {number}, slip {slip}</source>
        <translation>已登记 {number}，派工单 {slip}</translation>
    </message>
    <message>
        <source>Reopen (Alt+O)</source>
        <translation>重新办理 (Alt+O)</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save and print</source>
        <translation>保存并打印</translation>
    </message>
    <message>
        <source>Save correction</source>
        <translation>保存更正</translation>
    </message>
    <message>
        <source>Save, dispatch and print the slip</source>
        <translation>保存、派单并打印派工单</translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Take it back (Ctrl+Z)</source>
        <translation>撤回 (Ctrl+Z)</translation>
    </message>
    <message>
        <source>Take the last registration back?</source>
        <translation>撤回刚才的登记？</translation>
    </message>
    <message>
        <source>The form was emptied.</source>
        <translation>表单已清空。</translation>
    </message>
    <message>
        <source>The old text stays in the books</source>
        <translation>原文留底，请写明原因</translation>
    </message>
    <message>
        <source>The same matter again as {number}.</source>
        <translation>与 {number} 是同一件事，再次登记。</translation>
    </message>
    <message>
        <source>There is nothing to take back: what was saved earlier is corrected.</source>
        <translation>没有可撤回的登记；更早保存的请用“更正”。</translation>
    </message>
    <message>
        <source>This was registered before: {number}</source>
        <translation>这一件此前已登记：{number}</translation>
    </message>
    <message>
        <source>To the form that waits longest; the one at hand waits instead</source>
        <translation>取出等得最久的一单，手头这单先挂起</translation>
    </message>
    <message>
        <source>What stands there now waits above meanwhile.</source>
        <translation>正在填的这张会先搁在上方。</translation>
    </message>
    <message>
        <source>draft kept</source>
        <translation>草稿已存</translation>
    </message>
    <message>
        <source>{number} becomes void and fills this form again; its number stays in the books.</source>
        <translation>{number} 将作废，内容回填到登记表；编号仍留在台账里。</translation>
    </message>
    <message>
        <source>{number} is registered, but no slip was issued: {problem}</source>
        <translation>已登记 {number}，但未派单：{problem}</translation>
    </message>
    <message>
        <source>{number} is registered. Whether its slip was issued can't be known yet: when the database can be reached again, do the same once more, or look at the case then.</source>
        <translation>已登记 {number}，但是否已派单尚不清楚：数据库恢复连接后，照原样再做一次，或到时查看该件。</translation>
    </message>
    <message>
        <source>{number} is void, its number stays in the books. Mend this and save it anew.</source>
        <translation>{number} 已作废，编号留在账上。改好后重新保存即可。</translation>
    </message>
    <message>
        <source>{number}: nothing was changed</source>
        <translation>{number} 没有改动</translation>
    </message>
</context>
<context>
    <name>FormPrinting</name>
    <message>
        <source>{form}, empty</source>
        <translation>{form}（空白）</translation>
    </message>
</context>
<context>
    <name>FormReadDialog</name>
    <message>
        <source>Adopt</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>Another desk was faster. Edit its version, and read that back.</source>
        <translation>别的电脑先改了。请编辑那个版本，再读回来。</translation>
    </message>
    <message>
        <source>As changed</source>
        <translation>改过的</translation>
    </message>
    <message>
        <source>As it is printed now</source>
        <translation>现在的</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>检查结果</translation>
    </message>
    <message>
        <source>It can be adopted, but look at this first:</source>
        <translation>可以采用，但请先看：</translation>
    </message>
    <message>
        <source>It can't be adopted like this. Put right what stands in these cells:</source>
        <translation>这样不能采用。请改正这些格：</translation>
    </message>
    <message>
        <source>Nothing is wrong with it.</source>
        <translation>没有发现问题。</translation>
    </message>
    <message>
        <source>What was changed</source>
        <translation>改了什么</translation>
    </message>
    <message>
        <source>{form} read back</source>
        <translation>读回：{form}</translation>
    </message>
</context>
<context>
    <name>FormSettings</name>
    <message>
        <source>A form is changed in Excel or WPS: Edit writes it as a workbook, Read back checks it cell by cell. What is adopted is printed from then on.</source>
        <translation>表单用 Excel 或 WPS 改：“编辑”写成工作簿，“读回”逐格检查；采用以后就照新的印。</translation>
    </message>
    <message>
        <source>Another desk was faster: look at its version first.</source>
        <translation>别的电脑先改了：先看看那个版本。</translation>
    </message>
    <message>
        <source>Back to the shipped one</source>
        <translation>恢复出厂</translation>
    </message>
    <message>
        <source>Back to the shipped one…</source>
        <translation>恢复出厂…</translation>
    </message>
    <message>
        <source>By</source>
        <translation>经手人</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>改动时间</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>表号</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>编辑…</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>表单</translation>
    </message>
    <message>
        <source>Forms</source>
        <translation>表单</translation>
    </message>
    <message>
        <source>It lies in {folder}.</source>
        <translation>它在 {folder}。</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Print the shipped form again?</source>
        <translation>恢复出厂的表单？</translation>
    </message>
    <message>
        <source>Read a changed form back</source>
        <translation>读回改过的表单</translation>
    </message>
    <message>
        <source>Read back…</source>
        <translation>读回…</translation>
    </message>
    <message>
        <source>The earlier version is printed again.</source>
        <translation>今后照先前的版本印。</translation>
    </message>
    <message>
        <source>The shipped form is printed again.</source>
        <translation>已恢复出厂的表单。</translation>
    </message>
    <message>
        <source>There are no forms</source>
        <translation>没有表单</translation>
    </message>
    <message>
        <source>This version of the program can't read these own forms; the shipped ones are printed: {forms}</source>
        <translation>这一版程序读不了下面这些本处表单，印的是出厂表单：{forms}</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Versions…</source>
        <translation>历次版本…</translation>
    </message>
    <message>
        <source>Write {form} as a workbook</source>
        <translation>把{form}写成工作簿</translation>
    </message>
    <message>
        <source>as shipped</source>
        <translation>出厂</translation>
    </message>
    <message>
        <source>can't be read</source>
        <translation>读不了</translation>
    </message>
    <message>
        <source>own, {number}</source>
        <translation>本处，第 {number} 版</translation>
    </message>
    <message>
        <source>{file} is written. Change it in Excel or WPS, save it, and read it back.</source>
        <translation>{file} 写好了。用 Excel 或 WPS 改好、保存，再读回来。</translation>
    </message>
    <message>
        <source>{form} is printed as it was shipped. Your versions stay in the list.</source>
        <translation>{form}照出厂的印。本处的各个版本仍留在列表里。</translation>
    </message>
    <message>
        <source>{form} is printed in the new version from now on.</source>
        <translation>{form}今后照新版本印。</translation>
    </message>
</context>
<context>
    <name>FormVersionsDialog</name>
    <message>
        <source>Adopt again</source>
        <translation>重新采用</translation>
    </message>
    <message>
        <source>This form was never changed here</source>
        <translation>这张表单还没有改过</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Version {number} again</source>
        <translation>重新采用第 {number} 版</translation>
    </message>
    <message>
        <source>Versions of {form}</source>
        <translation>{form}：历次版本</translation>
    </message>
    <message>
        <source>as shipped, {number}</source>
        <translation>出厂，第 {number} 版</translation>
    </message>
</context>
<context>
    <name>FormsDialog</name>
    <message>
        <source>As</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>部门</translation>
    </message>
    <message>
        <source>Empty, to write on</source>
        <translation>空白，手工填写</translation>
    </message>
    <message>
        <source>Filled, of some days</source>
        <translation>按日期填好</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>表单</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>Preview and print</source>
        <translation>预览并打印</translation>
    </message>
    <message>
        <source>Print a form</source>
        <translation>打印表单</translation>
    </message>
    <message>
        <source>Sheets</source>
        <translation>份数</translation>
    </message>
    <message>
        <source>To</source>
        <translation>到</translation>
    </message>
    <message>
        <source>all departments</source>
        <translation>全部部门</translation>
    </message>
    <message>
        <source>title or pinyin</source>
        <translation>表名或拼音</translation>
    </message>
</context>
<context>
    <name>FoundList</name>
    <message>
        <source>Cases</source>
        <translation>受理事项</translation>
    </message>
    <message>
        <source>Filter by</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Follow-ups</source>
        <translation>回访</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>找到的内容</translation>
    </message>
    <message>
        <source>Households and people</source>
        <translation>住户与人员</translation>
    </message>
    <message>
        <source>Nothing matches: try fewer words, a room or a phone's last four digits.</source>
        <translation>没有找到：可少写几个字，或试房号、电话后四位。</translation>
    </message>
    <message>
        <source>Work orders</source>
        <translation>派工单</translation>
    </message>
    <message>
        <source>all {count}…</source>
        <translation>全部 {count} 条…</translation>
    </message>
    <message>
        <source>↓ choose · Enter opens it, or stays with the list in view · Esc back</source>
        <translation>↓ 选择 · 回车打开，未选则只筛选当前列表 · Esc 返回</translation>
    </message>
</context>
<context>
    <name>GoingUp</name>
    <message>
        <source>A few words for whoever gets it</source>
        <translation>给接报人的说明</translation>
    </message>
    <message>
        <source>Answer wanted by</source>
        <translation>要求反馈时间</translation>
    </message>
    <message>
        <source>Because</source>
        <translation>上报原因</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>部门</translation>
    </message>
    <message>
        <source>Going up</source>
        <translation>上报</translation>
    </message>
    <message>
        <source>In writing, by a liaison sheet with a number of its own</source>
        <translation>书面上报，开《投诉处理联系单》</translation>
    </message>
    <message>
        <source>It went up by {number}.</source>
        <translation>已用{number}上报。</translation>
    </message>
    <message>
        <source>Pass on</source>
        <translation>转出</translation>
    </message>
    <message>
        <source>Passed on to the department</source>
        <translation>转责任部门</translation>
    </message>
    <message>
        <source>Passed on with {number}.</source>
        <translation>已附{number}转出。</translation>
    </message>
    <message>
        <source>Print the sheet</source>
        <translation>打印联系单</translation>
    </message>
    <message>
        <source>Take it up</source>
        <translation>上报</translation>
    </message>
    <message>
        <source>The matter</source>
        <translation>事由</translation>
    </message>
    <message>
        <source>To</source>
        <translation>报给</translation>
    </message>
    <message>
        <source>To be settled by</source>
        <translation>限期</translation>
    </message>
    <message>
        <source>What is asked of them</source>
        <translation>要求</translation>
    </message>
    <message>
        <source>What they were told</source>
        <translation>转告的内容</translation>
    </message>
    <message>
        <source>With a liaison sheet that they sign for</source>
        <translation>附《投诉处理联系单》，由对方签收</translation>
    </message>
    <message>
        <source>now with {whom}</source>
        <translation>现由{whom}负责</translation>
    </message>
</context>
<context>
    <name>GoodMorning</name>
    <message>
        <source>Good morning</source>
        <translation>早上好</translation>
    </message>
    <message>
        <source>Import the rooms…</source>
        <translation>导入房号…</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>以后再说</translation>
    </message>
    <message>
        <source>Now the rooms: the import opens on “{file}”.</source>
        <translation>接下来导入房号：将打开“{file}”。</translation>
    </message>
    <message>
        <source>The office is set up, and you sit here as its administrator. Whoever registers calls signs in with their own name (F10, Sign out). Settings are under Ctrl+, and help under F1.</source>
        <translation>管理处已建好，您现在以系统管理员身份登录。登记来电的人请用自己的名字登录（F10，退出登录）。按 Ctrl+, 打开设置；按 F1 打开帮助。</translation>
    </message>
    <message>
        <source>The rooms are not in yet. “Import a list…” in the menu (F10) takes them in at any time; calls can be registered without them.</source>
        <translation>房号还没有导入。随时可用菜单（F10）里的“导入名单…”导入；没有房号也能登记来电。</translation>
    </message>
    <message>
        <source>The rooms can wait</source>
        <translation>房号可以以后再导</translation>
    </message>
    <message>
        <source>There are no rooms in the books yet.</source>
        <translation>册里还没有房号。</translation>
    </message>
</context>
<context>
    <name>GuidancePanel</name>
    <message>
        <source>Fold away</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>接待指引</translation>
    </message>
    <message>
        <source>Guidance for the kind at hand, shown or folded away</source>
        <translation>本类事项的接待指引：展开或收起</translation>
    </message>
</context>
<context>
    <name>HandleForm</name>
    <message>
        <source>Handled</source>
        <translation>办结</translation>
    </message>
    <message>
        <source>Not yet</source>
        <translation>暂不办结</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>处理结果</translation>
    </message>
    <message>
        <source>The client was not content: speak to them before the case is closed.</source>
        <translation>业主评价有不满意，结案前请先回访。</translation>
    </message>
    <message>
        <source>The last slip of {number} is back: is the case handled?</source>
        <translation>{number} 的派工单已全部收回：办结吗？</translation>
    </message>
</context>
<context>
    <name>HandoverPanel</name>
    <message>
        <source>Choose a hand-over to read its sheet.</source>
        <translation>选一次交接查看内容。</translation>
    </message>
    <message>
        <source>Half-typed forms</source>
        <translation>未存登记</translation>
    </message>
    <message>
        <source>Handed over</source>
        <translation>交班时间</translation>
    </message>
    <message>
        <source>Handed over. Your colleague takes it here, or when they sign in.</source>
        <translation>已交班。同事可在此接班，或登录后接班。</translation>
    </message>
    <message>
        <source>Next shift</source>
        <translation>下一班</translation>
    </message>
    <message>
        <source>Nothing stood open.</source>
        <translation>当时没有未结事项。</translation>
    </message>
    <message>
        <source>Open then</source>
        <translation>当时未结</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>接班</translation>
    </message>
    <message>
        <source>Take this hand-over back: its sheet stays in the books</source>
        <translation>作废这次交接（记录仍保留）</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>作废原因</translation>
    </message>
    <message>
        <source>Taken over</source>
        <translation>接班时间</translation>
    </message>
    <message>
        <source>The hand-over is taken back; its sheet stays in the books.</source>
        <translation>交接已作废，记录仍保留。</translation>
    </message>
    <message>
        <source>The shift is taken over.</source>
        <translation>已接班。</translation>
    </message>
    <message>
        <source>taken</source>
        <translation>已接班</translation>
    </message>
    <message>
        <source>to be taken</source>
        <translation>待接班</translation>
    </message>
    <message>
        <source>whoever comes</source>
        <translation>接班的同事</translation>
    </message>
</context>
<context>
    <name>HandoversPage</name>
    <message>
        <source>Ctrl+N lists what stands open now, for the colleague who comes next.</source>
        <translation>按 Ctrl+N 列出此刻的未结事项，交给下一班。</translation>
    </message>
    <message>
        <source>From</source>
        <translation>交班人</translation>
    </message>
    <message>
        <source>Hand the shift over</source>
        <translation>交班</translation>
    </message>
    <message>
        <source>Hand-overs</source>
        <translation>交接记录</translation>
    </message>
    <message>
        <source>No shift has been handed over yet.</source>
        <translation>还没有交接记录。</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>接班</translation>
    </message>
    <message>
        <source>To be seen to</source>
        <translation>交代事项</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>{count} to be taken over by you</source>
        <translation>有 {count} 班待您接</translation>
    </message>
</context>
<context>
    <name>HelpWindow</name>
    <message>
        <source>Back</source>
        <translation>后退</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前进</translation>
    </message>
    <message>
        <source>Found on no page.</source>
        <translation>没有找到。</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>Search in the help</source>
        <translation>在帮助里查找</translation>
    </message>
</context>
<context>
    <name>HoursFields</name>
    <message>
        <source>Days</source>
        <translation>星期</translation>
    </message>
    <message>
        <source>Mon Tue Wed Thu Fri Sat Sun</source>
        <translation>周一 周二 周三 周四 周五 周六 周日</translation>
    </message>
    <message>
        <source>Public holidays are off, make-up workdays are worked</source>
        <translation>法定节假日休息，调休日上班</translation>
    </message>
</context>
<context>
    <name>HoursPage</name>
    <message>
        <source>Hours</source>
        <translation>办公时间</translation>
    </message>
    <message>
        <source>Office hours</source>
        <translation>办公时间</translation>
    </message>
    <message>
        <source>The desk is manned</source>
        <translation>前台值班时间</translation>
    </message>
    <message>
        <source>What comes in outside office hours and isn't urgent counts from their next begin.</source>
        <translation>办公时间以外来的，非急件从下次上班起算。</translation>
    </message>
</context>
<context>
    <name>HouseholdCard</name>
    <message>
        <source>Another place</source>
        <translation>换一处</translation>
    </message>
    <message>
        <source>List all cases of this place</source>
        <translation>列出这里的全部事项</translation>
    </message>
    <message>
        <source>No call of this household is on record yet.</source>
        <translation>这户还没有来电记录。</translation>
    </message>
    <message>
        <source>The household's last cases</source>
        <translation>本户近期事项</translation>
    </message>
    <message>
        <source>Who is calling</source>
        <translation>谁来电</translation>
    </message>
    <message>
        <source>{count} cases</source>
        <translation>{count} 件</translation>
    </message>
</context>
<context>
    <name>HouseholdFileView</name>
    <message>
        <source>Document</source>
        <translation>资料名称</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>档案资料</translation>
    </message>
    <message>
        <source>Enter notes how the chosen document stands. A scan is dropped on its line, or pasted there with Ctrl+V.</source>
        <translation>按回车登记所选资料的情况。扫描件可拖到该行上，或在该行按 Ctrl+V 粘贴。</translation>
    </message>
    <message>
        <source>Filed at</source>
        <translation>存放处</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Note the rest…</source>
        <translation>登记其余…</translation>
    </message>
    <message>
        <source>Noted</source>
        <translation>登记</translation>
    </message>
    <message>
        <source>Scans</source>
        <translation>扫描件</translation>
    </message>
    <message>
        <source>Stands</source>
        <translation>情况</translation>
    </message>
    <message>
        <source>Take out {what}: it stays in the books</source>
        <translation>作废 {what}：记录仍留在账上</translation>
    </message>
    <message>
        <source>Take the scan out: it stays in the books</source>
        <translation>作废此扫描件：记录仍留在账上</translation>
    </message>
    <message>
        <source>Taken out; it stays in the books.</source>
        <translation>已作废，记录仍留在账上。</translation>
    </message>
    <message>
        <source>The file is in the books.</source>
        <translation>档案已保存。</translation>
    </message>
    <message>
        <source>not noted</source>
        <translation>未登记</translation>
    </message>
    <message>
        <source>not noted {count}</source>
        <translation>未登记 {count}</translation>
    </message>
</context>
<context>
    <name>HouseholdWords</name>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>档案：全部</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>档案齐全</translation>
    </message>
    <message>
        <source>Lacks: {document}</source>
        <translation>缺：{document}</translation>
    </message>
    <message>
        <source>Not all looked at</source>
        <translation>档案未核齐</translation>
    </message>
    <message>
        <source>Something is missing</source>
        <translation>档案缺件</translation>
    </message>
    <message>
        <source>complete</source>
        <translation>齐全</translation>
    </message>
    <message>
        <source>made</source>
        <translation>已回访</translation>
    </message>
    <message>
        <source>not looked at</source>
        <translation>未清点</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>未能回访</translation>
    </message>
    <message>
        <source>to be made</source>
        <translation>待回访</translation>
    </message>
    <message>
        <source>{count} missing</source>
        <translation>缺 {count}</translation>
    </message>
    <message>
        <source>{count} not noted</source>
        <translation>未核 {count}</translation>
    </message>
</context>
<context>
    <name>HouseholdsTab</name>
    <message>
        <source>Add</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Ask a supervisor; the desk tells you what is approved.</source>
        <translation>请向客服主管申请，经批准的内容由前台告知。</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>来电</translation>
    </message>
    <message>
        <source>Clear the search box, or write the room another way: 3-2-1502.</source>
        <translation>请清空查找，或换一种写法：3-2-1502。</translation>
    </message>
    <message>
        <source>File</source>
        <translation>档案</translation>
    </message>
    <message>
        <source>Filters find cases, not households.</source>
        <translation>筛选项查的是登记，不是住户。</translation>
    </message>
    <message>
        <source>How the files stand</source>
        <translation>档案情况</translation>
    </message>
    <message>
        <source>Import the list you have, or add one with Ctrl+N.</source>
        <translation>可导入现有名单，或按 Ctrl+N 新增一户。</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Kind of place</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Leave them out here, or look in the register.</source>
        <translation>在这里请去掉筛选项，或到登记页查。</translation>
    </message>
    <message>
        <source>No household is on record yet.</source>
        <translation>还没有住户档案。</translation>
    </message>
    <message>
        <source>No place fits.</source>
        <translation>没有符合的住户。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>未结</translation>
    </message>
    <message>
        <source>Owners' records are customer service's.</source>
        <translation>业主档案仅客服部可看。</translation>
    </message>
    <message>
        <source>People</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Phones</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>房号/地点</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>住户</translation>
    </message>
    <message>
        <source>{count} open</source>
        <translation>未结 {count}</translation>
    </message>
</context>
<context>
    <name>ImportWizard</name>
    <message>
        <source>(recognised)</source>
        <translation>（自动识别）</translation>
    </message>
    <message>
        <source>A backup was made before.</source>
        <translation>导入前已备份。</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>All that this import brought goes out of use again. Importing the list once more adds it anew.
Numbers given to paper notes stay in the books as void.</source>
        <translation>这次导入的内容将全部停用；再导入同一份名单会重新加入。
补录时已编的号作为作废号保留。</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>Broken off before all rows were in. {problem}</source>
        <translation>还没有全部导入就中断了。{problem}</translation>
    </message>
    <message>
        <source>Can be read: {suffixes}. Nothing is written before you have seen every row.</source>
        <translation>可读取：{suffixes}。每一行都先给您看过，之后才会写入。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Choose a file, drop it here, or paste its path</source>
        <translation>选择文件、拖到这里，或粘贴文件路径</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>对应列</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>条数</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>First rows</source>
        <translation>前几行</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续导入</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>表头</translation>
    </message>
    <message>
        <source>Import a list</source>
        <translation>导入名单</translation>
    </message>
    <message>
        <source>Import {count} rows</source>
        <translation>导入 {count} 行</translation>
    </message>
    <message>
        <source>Imported again, the list goes in anew.</source>
        <translation>再次导入时，名单会重新加入。</translation>
    </message>
    <message>
        <source>In</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>在用</translation>
    </message>
    <message>
        <source>It holds once it is put in force: Settings, Price list.</source>
        <translation>在“设置－收费标准”里定下执行日期后生效。</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Leave the import?</source>
        <translation>放弃导入？</translation>
    </message>
    <message>
        <source>Lists ({suffixes})</source>
        <translation>名单 ({suffixes})</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Not all is undone yet: {count} are left.</source>
        <translation>还没有全部撤销：剩 {count} 条。</translation>
    </message>
    <message>
        <source>Not read, as they are hidden: {sheets}.</source>
        <translation>隐藏的工作表没有读取：{sheets}。</translation>
    </message>
    <message>
        <source>Not read: {sheets}.</source>
        <translation>没有读取：{sheets}。</translation>
    </message>
    <message>
        <source>Nothing of this list was taken in.</source>
        <translation>这份名单一行也没有导入。</translation>
    </message>
    <message>
        <source>Nothing was imported yet.</source>
        <translation>还没有导入过。</translation>
    </message>
    <message>
        <source>Of the new ones, {count} add people or phones to places in the books.</source>
        <translation>新增中有 {count} 行是给已在档的房屋补充人员或电话。</translation>
    </message>
    <message>
        <source>Past imports</source>
        <translation>导入记录</translation>
    </message>
    <message>
        <source>Past imports…</source>
        <translation>导入记录…</translation>
    </message>
    <message>
        <source>Places that are new or have new people: {count}.</source>
        <translation>新增或补充了人员的房屋、车位：{count} 处。</translation>
    </message>
    <message>
        <source>Read this sheet</source>
        <translation>读取这张表</translation>
    </message>
    <message>
        <source>Remarks beside the list, not read: {rows}.</source>
        <translation>名单旁边的备注没有读取：{rows}。</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Row {row} is the head. Is it another? Choose that row and press Enter.</source>
        <translation>第 {row} 行是表头。不对的话，选中表头那一行按回车。</translation>
    </message>
    <message>
        <source>Rows of the list</source>
        <translation>名单行数</translation>
    </message>
    <message>
        <source>Rows of the sheet</source>
        <translation>工作表的行</translation>
    </message>
    <message>
        <source>Save the bad rows, put the phones right there, and import that list: they are added.</source>
        <translation>可另存待改的行，改好电话后再导入那份名单，电话即会补上。</translation>
    </message>
    <message>
        <source>Save the bad rows…</source>
        <translation>另存待改的行…</translation>
    </message>
    <message>
        <source>Sheet</source>
        <translation>工作表</translation>
    </message>
    <message>
        <source>Somebody else imported this; a supervisor can undo it.</source>
        <translation>这是别人导入的，可由主管撤销。</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>继续导入</translation>
    </message>
    <message>
        <source>Stopped: what is in stays, the rest can go in now or later.</source>
        <translation>已停止：导入的保留，其余的可以现在或以后继续导入。</translation>
    </message>
    <message>
        <source>The bad rows would take the list's place: name another.</source>
        <translation>这样会覆盖原名单，请换一个文件名。</translation>
    </message>
    <message>
        <source>The chosen row is the head</source>
        <translation>所选行是表头</translation>
    </message>
    <message>
        <source>The first rows as they will be read:</source>
        <translation>前几行将这样读取：</translation>
    </message>
    <message>
        <source>The import is undone.</source>
        <translation>导入已撤销。</translation>
    </message>
    <message>
        <source>The list is in.</source>
        <translation>名单已导入。</translation>
    </message>
    <message>
        <source>There is no such row.</source>
        <translation>没有这样的行。</translation>
    </message>
    <message>
        <source>Undo the import</source>
        <translation>撤销导入</translation>
    </message>
    <message>
        <source>Undo this import…</source>
        <translation>撤销这次导入…</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>What becomes of it</source>
        <translation>处理结果</translation>
    </message>
    <message>
        <source>What is imported</source>
        <translation>导入什么</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Which rows</source>
        <translation>显示哪些行</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>经办人</translation>
    </message>
    <message>
        <source>Written in</source>
        <translation>文字编码</translation>
    </message>
    <message>
        <source>head</source>
        <translation>表头</translation>
    </message>
    <message>
        <source>nothing new</source>
        <translation>没有新增</translation>
    </message>
    <message>
        <source>undone but for {count}</source>
        <translation>已撤销，还剩 {count} 条</translation>
    </message>
    <message>
        <source>undone {at}</source>
        <translation>已撤销 {at}</translation>
    </message>
    <message>
        <source>{count} go in without a phone number that is wrong.</source>
        <translation>其中 {count} 行电话有误，除电话外照常导入。</translation>
    </message>
    <message>
        <source>{count} have a price that can't be read: they are quoted by hand.</source>
        <translation>{count} 行的价格读不出，导入后由前台人工报价。</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>{list} bad rows</source>
        <translation>{list} 有误的行</translation>
    </message>
    <message>
        <source>{outcome}, without this: {reason}</source>
        <translation>{outcome}，但有一项未导入：{reason}</translation>
    </message>
    <message>
        <source>{outcome}: {reason}</source>
        <translation>{outcome}：{reason}</translation>
    </message>
    <message>
        <source>{rows} rows: {new} new, {existing} in the books already, {bad} bad.</source>
        <translation>共 {rows} 行：新增 {new}，已在档 {existing}，有误 {bad}。</translation>
    </message>
    <message>
        <source>{sheet} rows {rows}</source>
        <translation>“{sheet}”第 {rows} 行</translation>
    </message>
    <message>
        <source>—</source>
        <translation>—</translation>
    </message>
</context>
<context>
    <name>ImportWords</name>
    <message>
        <source>Adds to the books</source>
        <translation>补充人员或电话</translation>
    </message>
    <message>
        <source>Appointment</source>
        <translation>预约时间</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>建筑面积</translation>
    </message>
    <message>
        <source>Bad</source>
        <translation>有误</translation>
    </message>
    <message>
        <source>Building</source>
        <translation>楼栋</translation>
    </message>
    <message>
        <source>Calls noted on paper, as when the computer was down: each gets its number and its limits.</source>
        <translation>停机等情况下记在纸上的来电，逐条补登：各有编号，各按时限。</translation>
    </message>
    <message>
        <source>Car park</source>
        <translation>停车场</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Chargeable services with their prices as written. The list holds once it is put in force in the settings.</source>
        <translation>有偿服务项目及其收费，按原文保存；在设置里定下执行日期后生效。</translation>
    </message>
    <message>
        <source>Counted by</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Floor</source>
        <translation>楼层</translation>
    </message>
    <message>
        <source>Households</source>
        <translation>住户档案</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Material</source>
        <translation>材料</translation>
    </message>
    <message>
        <source>Moved in</source>
        <translation>入住日期</translation>
    </message>
    <message>
        <source>Moved out</source>
        <translation>迁出日期</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>Not in yet</source>
        <translation>尚未导入</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Old number</source>
        <translation>原编号</translation>
    </message>
    <message>
        <source>Old register</source>
        <translation>旧登记簿</translation>
    </message>
    <message>
        <source>Other phone</source>
        <translation>其他电话</translation>
    </message>
    <message>
        <source>Owner number</source>
        <translation>业主编号</translation>
    </message>
    <message>
        <source>Owner or tenant</source>
        <translation>业主或租户</translation>
    </message>
    <message>
        <source>Paper notes</source>
        <translation>纸质补录</translation>
    </message>
    <message>
        <source>Parking space</source>
        <translation>车位号</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Plate</source>
        <translation>车牌号</translation>
    </message>
    <message>
        <source>Price list</source>
        <translation>收费标准</translation>
    </message>
    <message>
        <source>Price, labour</source>
        <translation>收费标准（人工）</translation>
    </message>
    <message>
        <source>Quoted by hand</source>
        <translation>人工报价</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>处理结果</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>房号</translation>
    </message>
    <message>
        <source>Rooms from a pattern</source>
        <translation>按规律生成的房号</translation>
    </message>
    <message>
        <source>Rooms, parking and who lives there. Places in the books get new people; nothing is overwritten.</source>
        <translation>房屋、车位和住户。已在档的房屋只补充人员和电话，不覆盖原有内容。</translation>
    </message>
    <message>
        <source>Section</source>
        <translation>大类</translation>
    </message>
    <message>
        <source>Serial</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>服务项目</translation>
    </message>
    <message>
        <source>Space's name</source>
        <translation>车位名称</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Status of room</source>
        <translation>房屋状态</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Takes</source>
        <translation>时效</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>The register kept in Excel so far, as history: to be found, outside the figures.</source>
        <translation>以前用 Excel 登记的记录，作为历史导入：可以查找，不计入统计。</translation>
    </message>
    <message>
        <source>There already</source>
        <translation>已在档</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Type of room</source>
        <translation>房屋类型</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单元</translation>
    </message>
    <message>
        <source>Without its phone</source>
        <translation>电话未导入</translation>
    </message>
</context>
<context>
    <name>ItemsTable</name>
    <message>
        <source>Due</source>
        <translation>时限</translation>
    </message>
    <message>
        <source>List</source>
        <translation>情况</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Open items</source>
        <translation>未结事项</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>房号、地点</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Whose</source>
        <translation>跟进</translation>
    </message>
</context>
<context>
    <name>JudgingSteps</name>
    <message>
        <source>A general complaint</source>
        <translation>改为一般投诉</translation>
    </message>
    <message>
        <source>A hard problem</source>
        <translation>标为疑难问题</translation>
    </message>
    <message>
        <source>A major complaint</source>
        <translation>定为重大投诉</translation>
    </message>
    <message>
        <source>Checked: is the complaint valid?</source>
        <translation>核实：投诉是否有效？</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>部门</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>核实结果</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>移交</translation>
    </message>
    <message>
        <source>Hand over to a colleague</source>
        <translation>移交同事跟进</translation>
    </message>
    <message>
        <source>Invalid</source>
        <translation>无效</translation>
    </message>
    <message>
        <source>It is a general one</source>
        <translation>改为一般</translation>
    </message>
    <message>
        <source>It is a major one</source>
        <translation>定为重大</translation>
    </message>
    <message>
        <source>Mark it</source>
        <translation>标为疑难</translation>
    </message>
    <message>
        <source>No hard problem any more</source>
        <translation>不再是疑难问题</translation>
    </message>
    <message>
        <source>Remark, if any</source>
        <translation>备注（可不填）</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>签认</translation>
    </message>
    <message>
        <source>Sign the result</source>
        <translation>签认处理结果</translation>
    </message>
    <message>
        <source>Spoken to in person</source>
        <translation>主管亲自与业主沟通</translation>
    </message>
    <message>
        <source>To another department</source>
        <translation>改派其他部门</translation>
    </message>
    <message>
        <source>Unmark it</source>
        <translation>取消疑难</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>有效</translation>
    </message>
    <message>
        <source>What has changed?</source>
        <translation>情况有什么变化？</translation>
    </message>
    <message>
        <source>What makes it a major one?</source>
        <translation>为什么定为重大投诉？</translation>
    </message>
    <message>
        <source>What makes it hard?</source>
        <translation>疑难在哪里？</translation>
    </message>
    <message>
        <source>What was found, and why</source>
        <translation>核实情况及理由</translation>
    </message>
    <message>
        <source>What was said on both sides</source>
        <translation>双方谈了什么</translation>
    </message>
    <message>
        <source>Who follows it up</source>
        <translation>由谁跟进</translation>
    </message>
    <message>
        <source>Why does the case not go by its category?</source>
        <translation>为什么不按分类派给原部门？</translation>
    </message>
    <message>
        <source>Why is it no major one?</source>
        <translation>为什么不算重大投诉？</translation>
    </message>
    <message>
        <source>Why, and what is still to be done?</source>
        <translation>为什么移交？还有什么要办？</translation>
    </message>
    <message>
        <source>now with {department}</source>
        <translation>现由{department}负责</translation>
    </message>
    <message>
        <source>now {name}</source>
        <translation>现由{name}跟进</translation>
    </message>
</context>
<context>
    <name>JudgingWords</name>
    <message>
        <source>along with {number}</source>
        <translation>随 {number} 一并办结</translation>
    </message>
    <message>
        <source>hard problem</source>
        <translation>疑难</translation>
    </message>
    <message>
        <source>invalid</source>
        <translation>无效</translation>
    </message>
    <message>
        <source>no longer</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>no longer: {number}</source>
        <translation>移出 {number}</translation>
    </message>
    <message>
        <source>priority: {priority}</source>
        <translation>优先级{priority}</translation>
    </message>
    <message>
        <source>to {name}</source>
        <translation>交{name}</translation>
    </message>
    <message>
        <source>valid</source>
        <translation>有效</translation>
    </message>
</context>
<context>
    <name>KeptFiles</name>
    <message>
        <source>Take out {file}…</source>
        <translation>作废 {file}…</translation>
    </message>
</context>
<context>
    <name>KeyPage</name>
    <message>
        <source>Books on a server are encrypted by the server's own disk, not from here.</source>
        <translation>服务器上的数据由服务器的磁盘加密，不在这里设。</translation>
    </message>
    <message>
        <source>Encrypted books can't be read from a stolen computer or stick.</source>
        <translation>加密后，电脑或U盘丢了别人也读不出来。</translation>
    </message>
    <message>
        <source>Encrypted with a passphrase</source>
        <translation>用口令加密</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>加密</translation>
    </message>
    <message>
        <source>Not encrypted</source>
        <translation>不加密</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>口令</translation>
    </message>
    <message>
        <source>The passphrase again</source>
        <translation>再输一遍口令</translation>
    </message>
    <message>
        <source>The passphrase is asked for at each start. Without it only the recovery code opens the books, which is shown once at the end: print it and lock it away.</source>
        <translation>每次启动都要输口令。忘了口令只能靠恢复码打开，恢复码最后只显示一次：请打印出来锁好。</translation>
    </message>
    <message>
        <source>Whoever can read the file can read names and phones in it. It can be encrypted later.</source>
        <translation>谁能读到文件，谁就能读到里面的姓名和电话。以后也可以再加密。</translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <source>Choose in a row of buttons</source>
        <translation>在一排按钮中选择</translation>
    </message>
    <message>
        <source>Does</source>
        <translation>作用</translation>
    </message>
    <message>
        <source>Everything that can be done, by its name or pinyin</source>
        <translation>所有操作：按名称或拼音查找</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>通用</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>On this page</source>
        <translation>本页</translation>
    </message>
    <message>
        <source>Read the page again</source>
        <translation>刷新</translation>
    </message>
    <message>
        <source>Save what is typed, in every form and dialog</source>
        <translation>保存正在填的内容，表单、对话框都一样</translation>
    </message>
    <message>
        <source>Search; Enter goes to a number typed or scanned</source>
        <translation>查找；输入或扫描单号后按回车直达</translation>
    </message>
    <message>
        <source>The tip that the mouse would show here</source>
        <translation>显示当前这一项的提示（同鼠标停留时）</translation>
    </message>
    <message>
        <source>This help, at the page about what is in view</source>
        <translation>帮助，打开讲当前页面的那一页</translation>
    </message>
    <message>
        <source>To the next field; out of a text Tab</source>
        <translation>到下一栏；多行文字中按 Tab</translation>
    </message>
</context>
<context>
    <name>LeaveDialog</name>
    <message>
        <source>Cases in hand</source>
        <translation>在办事项</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>最后一天</translation>
    </message>
    <message>
        <source>Note that {name} left</source>
        <translation>记为{name}已离职</translation>
    </message>
    <message>
        <source>{count} cases in hand name {name} as the one who answers first. Tell somebody to see to them:</source>
        <translation>有 {count} 件在办事项的首问责任人是{name}，请交代别人跟进：</translation>
    </message>
    <message>
        <source>{name} can't sign in any more. The name stays on all that was done.</source>
        <translation>{name}不能再登录，经手的事上名字照留。</translation>
    </message>
    <message>
        <source>{name} leaves</source>
        <translation>{name}离职</translation>
    </message>
</context>
<context>
    <name>LedgerPage</name>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>All months</source>
        <translation>全部月份</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>已回</translation>
    </message>
    <message>
        <source>Clear the search box, the month and the team, or look under “All”.</source>
        <translation>清空查找框、月份和班组，或到“全部”里看。</translation>
    </message>
    <message>
        <source>Every slip is back.</source>
        <translation>单子都收回了。</translation>
    </message>
    <message>
        <source>Issued</source>
        <translation>开单</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>遗失</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>月份</translation>
    </message>
    <message>
        <source>No slip fits.</source>
        <translation>没有符合的派工单。</translation>
    </message>
    <message>
        <source>No slip is back yet.</source>
        <translation>还没有收回的单子。</translation>
    </message>
    <message>
        <source>No slip is lost.</source>
        <translation>没有遗失的单子。</translation>
    </message>
    <message>
        <source>No slip is void.</source>
        <translation>没有作废的单子。</translation>
    </message>
    <message>
        <source>Not all back</source>
        <translation>未回齐</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>未回</translation>
    </message>
    <message>
        <source>Print what is out</source>
        <translation>打印未回单</translation>
    </message>
    <message>
        <source>Scan the barcode of one that comes back, or choose it under “Out” and press F2.</source>
        <translation>单子交回时扫条码，或在“未回”里选中后按 F2。</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>何时起</translation>
    </message>
    <message>
        <source>Slips and their way back</source>
        <translation>派工单与回单</translation>
    </message>
    <message>
        <source>Void</source>
        <translation>作废</translation>
    </message>
    <message>
        <source>Who has it</source>
        <translation>在谁手里</translation>
    </message>
</context>
<context>
    <name>LedgerPanel</name>
    <message>
        <source>Choose a slip, or scan its barcode.</source>
        <translation>选一张派工单，或扫它的条码。</translation>
    </message>
    <message>
        <source>Issued</source>
        <translation>开单</translation>
    </message>
    <message>
        <source>It is taken back; it stays in the books.</source>
        <translation>已撤回，记录保留。</translation>
    </message>
    <message>
        <source>Lost…</source>
        <translation>遗失…</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>State</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Still to come</source>
        <translation>还没交回</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Take back that {part} of {number} came back</source>
        <translation>撤回 {number} {part}的回单登记</translation>
    </message>
    <message>
        <source>Take back…</source>
        <translation>撤回…</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>班组</translation>
    </message>
    <message>
        <source>Void</source>
        <translation>作废原因</translation>
    </message>
    <message>
        <source>Who has it</source>
        <translation>在谁手里</translation>
    </message>
    <message>
        <source>{number} is declared lost.</source>
        <translation>{number} 已登记遗失。</translation>
    </message>
    <message>
        <source>{number} is not lost after all</source>
        <translation>{number} 没有遗失</translation>
    </message>
</context>
<context>
    <name>Limits</name>
    <message>
        <source>finish</source>
        <translation>完工</translation>
    </message>
    <message>
        <source>office opens</source>
        <translation>上班</translation>
    </message>
    <message>
        <source>slip</source>
        <translation>送达</translation>
    </message>
    <message>
        <source>the agreed day</source>
        <translation>预约当天</translation>
    </message>
    <message>
        <source>the agreed time</source>
        <translation>按预约时间</translation>
    </message>
    <message>
        <source>the promised time</source>
        <translation>约定的时间</translation>
    </message>
    <message>
        <source>the same day</source>
        <translation>当天</translation>
    </message>
    <message>
        <source>visit</source>
        <translation>到场</translation>
    </message>
    <message>
        <source>{amount} days</source>
        <translation>{amount} 天内</translation>
    </message>
    <message>
        <source>{amount} h</source>
        <translation>{amount} 小时</translation>
    </message>
    <message>
        <source>{amount} min</source>
        <translation>{amount} 分钟</translation>
    </message>
    <message>
        <source>{amount} months</source>
        <translation>{amount} 个月内</translation>
    </message>
    <message>
        <source>{amount} working days</source>
        <translation>{amount} 个工作日</translation>
    </message>
    <message>
        <source>{name} by {due}, at first {first}: {start} + {limit} ({source})</source>
        <translation>{name} {due} 前（原 {first} 前）：{start}起算，{limit}（{source}）</translation>
    </message>
    <message>
        <source>{name} by {due}: {start} + {limit} ({source})</source>
        <translation>{name} {due} 前：{start}起算，{limit}（{source}）</translation>
    </message>
    <message>
        <source>{name}: {limit}</source>
        <translation>{limit}{name}</translation>
    </message>
    <message>
        <source>{start}, from {moment} on</source>
        <translation>{start}，{moment} </translation>
    </message>
</context>
<context>
    <name>LinkLine</name>
    <message>
        <source>again after</source>
        <translation>再次投诉，前件</translation>
    </message>
    <message>
        <source>came again as</source>
        <translation>又再次投诉</translation>
    </message>
    <message>
        <source>goes along with the lead case</source>
        <translation>并入牵头件</translation>
    </message>
    <message>
        <source>goes along with this one</source>
        <translation>随本件办理</translation>
    </message>
    <message>
        <source>goes on as</source>
        <translation>转为</translation>
    </message>
    <message>
        <source>goes on in</source>
        <translation>并入</translation>
    </message>
    <message>
        <source>handled by {name}, who speaks to the caller</source>
        <translation>由 {name} 办理，请其与来电人沟通</translation>
    </message>
    <message>
        <source>took in</source>
        <translation>并入本件的</translation>
    </message>
    <message>
        <source>transferred from</source>
        <translation>转自</translation>
    </message>
</context>
<context>
    <name>ListCard</name>
    <message>
        <source>Read again</source>
        <translation>重新读取</translation>
    </message>
</context>
<context>
    <name>ListOfRooms</name>
    <message>
        <source>Choose a file, drop it here, or paste its path</source>
        <translation>选择文件、拖到这里，或粘贴路径</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>It can hold people and phones too ({suffixes}). Once the office is founded the import opens on it: nothing of it goes in before you have seen every row.</source>
        <translation>表里可以有住户和电话（{suffixes}）。管理处建好后会打开导入窗口：每一行都看过以后才会录入。</translation>
    </message>
    <message>
        <source>List of the rooms</source>
        <translation>房号表</translation>
    </message>
    <message>
        <source>Lists ({suffixes})</source>
        <translation>表格（{suffixes}）</translation>
    </message>
    <message>
        <source>from the list “{file}”, as soon as the office is founded</source>
        <translation>管理处建好后，从表格“{file}”导入</translation>
    </message>
</context>
<context>
    <name>LogoBox</name>
    <message>
        <source>Choose a picture…</source>
        <translation>选择图片…</translation>
    </message>
    <message>
        <source>Logo</source>
        <translation>标志</translation>
    </message>
    <message>
        <source>Logo of the office</source>
        <translation>管理处标志</translation>
    </message>
    <message>
        <source>No logo</source>
        <translation>无标志</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.bmp *.gif *.webp *.svg);;All files (*)</source>
        <translation>图片 (*.png *.jpg *.jpeg *.bmp *.gif *.webp *.svg);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Printed small at the upper left of slips and lists.</source>
        <translation>以小图印在单据和表册的左上角。</translation>
    </message>
    <message>
        <source>Without</source>
        <translation>不用</translation>
    </message>
    <message>
        <source>Without a logo</source>
        <translation>不用标志</translation>
    </message>
</context>
<context>
    <name>LookSettings</name>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Look and language</source>
        <translation>外观和语言</translation>
    </message>
</context>
<context>
    <name>LostForm</name>
    <message>
        <source>Declare it lost</source>
        <translation>登记遗失</translation>
    </message>
    <message>
        <source>Declare {number} lost: it shows red on the month's list until it turns up</source>
        <translation>登记 {number} 遗失：找到之前，装订清单上标红</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>经过</translation>
    </message>
    <message>
        <source>Where and how it was lost</source>
        <translation>在哪里、怎么遗失的</translation>
    </message>
    <message>
        <source>Who had it last</source>
        <translation>最后在谁手里</translation>
    </message>
</context>
<context>
    <name>MachineSettings</name>
    <message>
        <source>Books</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Folder of the scanner</source>
        <translation>扫描件文件夹</translation>
    </message>
    <message>
        <source>Locks itself after so many minutes without a touch (1 to 30)</source>
        <translation>无人操作多少分钟后自动锁定（1 到 30）</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open {folder}</source>
        <translation>打开{folder}</translation>
    </message>
    <message>
        <source>Remind with a beep and a note of the tray, besides what the window shows</source>
        <translation>除窗口提示外，还用提示音和托盘消息提醒</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Show a tip in the line at the foot of the window</source>
        <translation>在窗口底部显示小提示</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>where the scanner puts its files; empty for none</source>
        <translation>扫描仪存放文件的地方；没有就空着</translation>
    </message>
</context>
<context>
    <name>MainMenu</name>
    <message>
        <source>About the program</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>立即备份</translation>
    </message>
    <message>
        <source>Check the records</source>
        <translation>检查数据</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Export fees…</source>
        <translation>导出收费明细…</translation>
    </message>
    <message>
        <source>Export register…</source>
        <translation>导出登记簿…</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Import a list…</source>
        <translation>导入名单…</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>锁定</translation>
    </message>
    <message>
        <source>Month's report…</source>
        <translation>月报…</translation>
    </message>
    <message>
        <source>Past imports…</source>
        <translation>导入记录…</translation>
    </message>
    <message>
        <source>People's requests about their data…</source>
        <translation>个人信息要求…</translation>
    </message>
    <message>
        <source>Print a form…</source>
        <translation>打印表单…</translation>
    </message>
    <message>
        <source>Regulations…</source>
        <translation>规章制度…</translation>
    </message>
    <message>
        <source>Restore a backup…</source>
        <translation>恢复备份…</translation>
    </message>
    <message>
        <source>Rooms from a pattern…</source>
        <translation>按规律生成房号…</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>设置…</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>退出登录</translation>
    </message>
    <message>
        <source>Support bundle…</source>
        <translation>支持包…</translation>
    </message>
    <message>
        <source>Take back the last registration</source>
        <translation>撤回刚才的登记</translation>
    </message>
    <message>
        <source>Teams' day…</source>
        <translation>班组当日工单…</translation>
    </message>
    <message>
        <source>Who saw whom…</source>
        <translation>谁看过谁…</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Complaint desk</source>
        <translation>投诉台</translation>
    </message>
    <message>
        <source>Found: {words}</source>
        <translation>查找：{words}</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>正在打开…</translation>
    </message>
    <message>
        <source>The database server can't be reached. What you typed stays in its form; as soon as the server answers again, this message goes and you can save. Check the network and the server if it takes long.</source>
        <translation>连接不上数据库服务器。已输入的内容留在表单里；服务器一恢复，这条提示就会消失，即可保存。如果时间较长，请检查网络和服务器。</translation>
    </message>
</context>
<context>
    <name>MaskedPhone</name>
    <message>
        <source>Show the number; that you saw it is noted</source>
        <translation>显示号码；查看会留下记录</translation>
    </message>
</context>
<context>
    <name>MaterialTable</name>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Material</source>
        <translation>材料名称</translation>
    </message>
    <message>
        <source>Own</source>
        <translation>自备</translation>
    </message>
    <message>
        <source>Owner's</source>
        <translation>业主</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>单价</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>Remove this line</source>
        <translation>去掉这一行</translation>
    </message>
    <message>
        <source>Spec</source>
        <translation>规格</translation>
    </message>
    <message>
        <source>The owner brought this material</source>
        <translation>这项材料由业主自备</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
</context>
<context>
    <name>MeetingPanel</name>
    <message>
        <source>Case</source>
        <translation>相关事项</translation>
    </message>
    <message>
        <source>Choose a meeting to read its minutes.</source>
        <translation>选一次会议查看例会单。</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>期间</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>会议时间</translation>
    </message>
    <message>
        <source>Minutes by</source>
        <translation>记录人</translation>
    </message>
    <message>
        <source>Nothing stood on the sheet.</source>
        <translation>没有列入的事项。</translation>
    </message>
    <message>
        <source>On its sheet</source>
        <translation>议题</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>本月扣分</translation>
    </message>
    <message>
        <source>Present</source>
        <translation>到会</translation>
    </message>
    <message>
        <source>Put right</source>
        <translation>更正</translation>
    </message>
    <message>
        <source>Take these minutes back: they stay in the books</source>
        <translation>作废这份例会单（记录仍保留）</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>作废原因</translation>
    </message>
    <message>
        <source>The minutes are in the books.</source>
        <translation>例会单已保存。</translation>
    </message>
    <message>
        <source>The minutes are taken back; they stay in the books.</source>
        <translation>已作废，记录仍保留。</translation>
    </message>
    <message>
        <source>What for</source>
        <translation>规程要求</translation>
    </message>
</context>
<context>
    <name>MeetingsPage</name>
    <message>
        <source>About</source>
        <translation>期间</translation>
    </message>
    <message>
        <source>An urgent meeting is written down on its case.</source>
        <translation>紧急会议在相关事项里记录。</translation>
    </message>
    <message>
        <source>Ctrl+N lists what stands open and takes the minutes.</source>
        <translation>按 Ctrl+N 列出议题并记录会议。</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>决定事项</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>会议时间</translation>
    </message>
    <message>
        <source>Meeting</source>
        <translation>会议</translation>
    </message>
    <message>
        <source>Meetings</source>
        <translation>例会</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>记例会单</translation>
    </message>
    <message>
        <source>No meeting is on record yet.</source>
        <translation>还没有例会记录。</translation>
    </message>
    <message>
        <source>The rule book names no weekly or monthly meeting.</source>
        <translation>规程里没有周例会或月例会。</translation>
    </message>
    <message>
        <source>To be held: {names}</source>
        <translation>待开：{names}</translation>
    </message>
</context>
<context>
    <name>MissingRules</name>
    <message>
        <source>Later</source>
        <translation>以后再说</translation>
    </message>
    <message>
        <source>Open the rule book…</source>
        <translation>打开规程…</translation>
    </message>
    <message>
        <source>The office's rule book says nothing of follow-ups, so none are asked for. It can take over the program's.</source>
        <translation>本处现行规程没有规定回访，所以不会提示回访。可以采用程序自带的回访规定。</translation>
    </message>
</context>
<context>
    <name>MonthDialog</name>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>月份</translation>
    </message>
    <message>
        <source>Month's report</source>
        <translation>月报</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Notice</source>
        <translation>提醒</translation>
    </message>
</context>
<context>
    <name>OfficeDeeds</name>
    <message>
        <source>Back up now</source>
        <translation>立即备份</translation>
    </message>
    <message>
        <source>Check the records</source>
        <translation>检查数据</translation>
    </message>
    <message>
        <source>Everything agrees: numbers, states, journal, attachments.</source>
        <translation>全部相符：编号、状态、日志、附件。</translation>
    </message>
    <message>
        <source>The backup is kept, but not verified</source>
        <translation>备份已保留，但未通过校验</translation>
    </message>
    <message>
        <source>The backup is made and verified:
{path}</source>
        <translation>备份完成并已校验：
{path}</translation>
    </message>
    <message>
        <source>{count} things are wrong. Keep this list, back up, and pass it on.</source>
        <translation>发现 {count} 处问题。请保存此清单、做好备份，并转给维护人员。</translation>
    </message>
</context>
<context>
    <name>OfficePage</name>
    <message>
        <source>The office</source>
        <translation>管理处</translation>
    </message>
    <message>
        <source>This stands on slips and lists. All of it can be changed later.</source>
        <translation>这些印在单据和表册上，以后都可以改。</translation>
    </message>
</context>
<context>
    <name>OfficeSettings</name>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation>附件</translation>
    </message>
    <message>
        <source>Complaints line</source>
        <translation>投诉电话</translation>
    </message>
    <message>
        <source>Copy the files there?</source>
        <translation>把附件复制过去？</translation>
    </message>
    <message>
        <source>Copy them</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copying the files</source>
        <translation>正在复制附件</translation>
    </message>
    <message>
        <source>Folder of the attachments</source>
        <translation>附件文件夹</translation>
    </message>
    <message>
        <source>Form code</source>
        <translation>表号</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>The logo is another one.</source>
        <translation>标志不一样。</translation>
    </message>
    <message>
        <source>The office</source>
        <translation>管理处</translation>
    </message>
    <message>
        <source>This stands on slips and lists from the next print on.</source>
        <translation>从下一次打印起印在单据和表册上。</translation>
    </message>
    <message>
        <source>one that every desk reaches, on the server</source>
        <translation>各前台都能访问的，在服务器上</translation>
    </message>
    <message>
        <source>{copied} files were copied and checked; those in the old folder stay.</source>
        <translation>已复制并核对 {copied} 个附件，原文件夹里的保留。</translation>
    </message>
    <message>
        <source>{copied} files were copied; {damaged} of them were damaged already and came along as they are.</source>
        <translation>已复制 {copied} 个附件，其中 {damaged} 个原来就已损坏，照原样复制。</translation>
    </message>
    <message>
        <source>{count} files of the office are not in the new folder yet. They are copied there and each is checked; those in the folder so far stay. Then the new folder is in use.</source>
        <translation>新文件夹里还缺 {count} 个附件。将逐个复制并核对，原文件夹里的保留不动，然后启用新文件夹。</translation>
    </message>
</context>
<context>
    <name>OrderPanel</name>
    <message>
        <source>Accept</source>
        <translation>接单</translation>
    </message>
    <message>
        <source>Amount due…</source>
        <translation>应收更正…</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>到场</translation>
    </message>
    <message>
        <source>Book in</source>
        <translation>回单</translation>
    </message>
    <message>
        <source>Chase</source>
        <translation>催办</translation>
    </message>
    <message>
        <source>Choose a slip, or scan its barcode.</source>
        <translation>请选一张派工单，或扫单上的条码。</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>完工</translation>
    </message>
    <message>
        <source>Nothing is open.</source>
        <translation>已付清。</translation>
    </message>
    <message>
        <source>Pass on…</source>
        <translation>转派…</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Print again ({count} so far)</source>
        <translation>补打（已打 {count} 次）</translation>
    </message>
    <message>
        <source>Take back…</source>
        <translation>撤回…</translation>
    </message>
    <message>
        <source>Take money</source>
        <translation>收款</translation>
    </message>
    <message>
        <source>Void payment…</source>
        <translation>作废收款…</translation>
    </message>
    <message>
        <source>Void…</source>
        <translation>作废…</translation>
    </message>
    <message>
        <source>{case}: handled.</source>
        <translation>{case} 已办结。</translation>
    </message>
    <message>
        <source>{number} is void.</source>
        <translation>{number} 已作废。</translation>
    </message>
    <message>
        <source>{number}: accepted by {worker}.</source>
        <translation>{number} 已由 {worker} 接单。</translation>
    </message>
    <message>
        <source>{number}: arrival noted.</source>
        <translation>{number} 已记到场。</translation>
    </message>
    <message>
        <source>{number}: booked in.</source>
        <translation>{number} 已回单。</translation>
    </message>
    <message>
        <source>{number}: completed and booked in.</source>
        <translation>{number} 已记完工并回单。</translation>
    </message>
    <message>
        <source>{number}: completion noted; the slip is still out.</source>
        <translation>{number} 已记完工，回单未收。</translation>
    </message>
    <message>
        <source>{number}: passed on to {team}.</source>
        <translation>{number}：已转派{team}。</translation>
    </message>
    <message>
        <source>{number}: payment noted.</source>
        <translation>{number}：已记收款。</translation>
    </message>
    <message>
        <source>{number}: reminder noted.</source>
        <translation>{number} 已记催办。</translation>
    </message>
    <message>
        <source>{number}: taken back.</source>
        <translation>{number} 已撤回。</translation>
    </message>
    <message>
        <source>{number}: the amount due is put right.</source>
        <translation>{number}：应收已更正。</translation>
    </message>
    <message>
        <source>{number}: the payment is void.</source>
        <translation>{number}：收款已作废。</translation>
    </message>
    <message>
        <source>{owed} is open.</source>
        <translation>欠 {owed}。</translation>
    </message>
</context>
<context>
    <name>OrderWords</name>
    <message>
        <source>Agreed</source>
        <translation>预约</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Charge</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>Chased</source>
        <translation>催办</translation>
    </message>
    <message>
        <source>Does again</source>
        <translation>返修原单</translation>
    </message>
    <message>
        <source>Guaranteed until</source>
        <translation>质保至</translation>
    </message>
    <message>
        <source>Issued</source>
        <translation>开单</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>时限</translation>
    </message>
    <message>
        <source>Materials</source>
        <translation>材料</translation>
    </message>
    <message>
        <source>No. {count}, {moment} ({by}): {reason}</source>
        <translation>第{count}次 {moment}（{by}）：{reason}</translation>
    </message>
    <message>
        <source>Passed on</source>
        <translation>转派</translation>
    </message>
    <message>
        <source>Printed again</source>
        <translation>补打</translation>
    </message>
    <message>
        <source>Prints</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Ratings</source>
        <translation>评价</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>班组</translation>
    </message>
    <message>
        <source>Void</source>
        <translation>作废</translation>
    </message>
    <message>
        <source>Written wish</source>
        <translation>书面要求</translation>
    </message>
    <message>
        <source>agreed</source>
        <translation>已同意</translation>
    </message>
    <message>
        <source>anonymous</source>
        <translation>匿名</translation>
    </message>
    <message>
        <source>complex job</source>
        <translation>复杂</translation>
    </message>
    <message>
        <source>open {amount}</source>
        <translation>欠 {amount}</translation>
    </message>
    <message>
        <source>public area</source>
        <translation>公共</translation>
    </message>
    <message>
        <source>slip not back</source>
        <translation>回单未收</translation>
    </message>
    <message>
        <source>the owner's own</source>
        <translation>业主自备</translation>
    </message>
    <message>
        <source>{count} ×</source>
        <translation>{count} 次</translation>
    </message>
    <message>
        <source>{done} of {count}</source>
        <translation>{count}项已做{done}项</translation>
    </message>
    <message>
        <source>{done} of {count}: {words}</source>
        <translation>{count}项已做{done}项：{words}</translation>
    </message>
    <message>
        <source>{moment} from {team} ({by}): {reason}</source>
        <translation>{moment} 由{team}转来（{by}）：{reason}</translation>
    </message>
    <message>
        <source>{name}, {moment}</source>
        <translation>{name}，{moment}</translation>
    </message>
    <message>
        <source>{sum}, not charged</source>
        <translation>{sum}（不收费）</translation>
    </message>
</context>
<context>
    <name>OrdersTab</name>
    <message>
        <source>Agreed (issued)</source>
        <translation>预约（开单）</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>All slips stand under “All”; new ones are issued from a case in the register.</source>
        <translation>所有派工单在“全部”里；新单从登记页的事项派出。</translation>
    </message>
    <message>
        <source>All teams</source>
        <translation>全部班组</translation>
    </message>
    <message>
        <source>Clear the search box and the team, or look under “All”.</source>
        <translation>请清空查找和班组，或到“全部”里找。</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>时限</translation>
    </message>
    <message>
        <source>Enter again: book in</source>
        <translation>再按回车：回单</translation>
    </message>
    <message>
        <source>Enter again: type the completion</source>
        <translation>再按回车：填完工</translation>
    </message>
    <message>
        <source>Every slip is back.</source>
        <translation>派工单已全部收回。</translation>
    </message>
    <message>
        <source>Everything is paid.</source>
        <translation>费用都已收清。</translation>
    </message>
    <message>
        <source>Late</source>
        <translation>逾期</translation>
    </message>
    <message>
        <source>No slip fits.</source>
        <translation>没有符合的派工单。</translation>
    </message>
    <message>
        <source>No slip has been issued yet.</source>
        <translation>还没有开过派工单。</translation>
    </message>
    <message>
        <source>No slip has come back yet.</source>
        <translation>还没有收回的派工单。</translation>
    </message>
    <message>
        <source>No slip has the number {number}.</source>
        <translation>没有单号 {number}。</translation>
    </message>
    <message>
        <source>No slip is void.</source>
        <translation>没有作废的派工单。</translation>
    </message>
    <message>
        <source>Not back</source>
        <translation>未回单</translation>
    </message>
    <message>
        <source>Nothing is late.</source>
        <translation>没有逾期。</translation>
    </message>
    <message>
        <source>Nothing is unfinished.</source>
        <translation>没有未完工的派工单。</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>单号</translation>
    </message>
    <message>
        <source>Number or barcode   F4</source>
        <translation>单号或扫码　F4</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Print several slips</source>
        <translation>打印多张派工单</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>已回单</translation>
    </message>
    <message>
        <source>Slips</source>
        <translation>派工单</translation>
    </message>
    <message>
        <source>Slips are issued from a case in the register.</source>
        <translation>在“登记”里登记报修后即可派单。</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>班组</translation>
    </message>
    <message>
        <source>To a slip by its number</source>
        <translation>按单号找派工单</translation>
    </message>
    <message>
        <source>Unfinished</source>
        <translation>未完工</translation>
    </message>
    <message>
        <source>Unpaid</source>
        <translation>未收费</translation>
    </message>
    <message>
        <source>Void</source>
        <translation>作废</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Which slips</source>
        <translation>哪些派工单</translation>
    </message>
    <message>
        <source>With</source>
        <translation>维修员</translation>
    </message>
    <message>
        <source>{number} is a case without a slip.</source>
        <translation>{number} 还没有开派工单。</translation>
    </message>
</context>
<context>
    <name>OwnFieldRows</name>
    <message>
        <source>a day: 11-21</source>
        <translation>日期，如 11-21</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>数字</translation>
    </message>
</context>
<context>
    <name>OwnersExport</name>
    <message>
        <source>Export the households</source>
        <translation>导出住户档案</translation>
    </message>
    <message>
        <source>Export the outside numbers</source>
        <translation>导出外部电话</translation>
    </message>
    <message>
        <source>Export the regulations</source>
        <translation>导出规章制度</translation>
    </message>
    <message>
        <source>Export the residents' phones</source>
        <translation>导出业主电话</translation>
    </message>
    <message>
        <source>Households {day}.xlsx</source>
        <translation>住户档案 {day}.xlsx</translation>
    </message>
    <message>
        <source>Outside numbers {day}.xlsx</source>
        <translation>外部电话 {day}.xlsx</translation>
    </message>
    <message>
        <source>Regulations {day}.xlsx</source>
        <translation>规章制度 {day}.xlsx</translation>
    </message>
    <message>
        <source>Residents' phones {day}.xlsx</source>
        <translation>业主电话 {day}.xlsx</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Deeds</source>
        <translation>办理</translation>
    </message>
    <message>
        <source>Nothing is called that.</source>
        <translation>没有叫这个名字的。</translation>
    </message>
    <message>
        <source>Used last</source>
        <translation>最近用过</translation>
    </message>
    <message>
        <source>What is to be done? Any part of its name, or pinyin</source>
        <translation>要办什么？名称任意几字或拼音</translation>
    </message>
    <message>
        <source>↓ ↑ choose · Enter does it · Esc back</source>
        <translation>↓ ↑ 选择 · 回车办理 · Esc 返回</translation>
    </message>
</context>
<context>
    <name>ParkedForms</name>
    <message>
        <source>Form</source>
        <translation>登记单</translation>
    </message>
    <message>
        <source>Forms put aside</source>
        <translation>暂挂的登记</translation>
    </message>
    <message>
        <source>On hold ({key} takes the first):</source>
        <translation>暂挂（{key} 取最早一单）：</translation>
    </message>
    <message>
        <source>Take this form up again</source>
        <translation>接着填这一单</translation>
    </message>
</context>
<context>
    <name>PassphraseDialog</name>
    <message>
        <source>Another passphrase</source>
        <translation>更换口令</translation>
    </message>
    <message>
        <source>Backups made before still open with the passphrase of their day.</source>
        <translation>此前的备份仍用当时的口令打开。</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>更换</translation>
    </message>
    <message>
        <source>Changing the passphrase…</source>
        <translation>正在更换口令…</translation>
    </message>
    <message>
        <source>New passphrase</source>
        <translation>新口令</translation>
    </message>
    <message>
        <source>Once more</source>
        <translation>再输一次</translation>
    </message>
    <message>
        <source>Passphrase now, or recovery code</source>
        <translation>现口令或恢复码</translation>
    </message>
    <message>
        <source>The new passphrase is in force.</source>
        <translation>新口令已生效。</translation>
    </message>
</context>
<context>
    <name>PasswordDialog</name>
    <message>
        <source>New password</source>
        <translation>新密码</translation>
    </message>
    <message>
        <source>New password for {name}</source>
        <translation>给{name}设新密码</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Tell {name} this password; at the next sign-in it has to be changed. A lock is lifted too.</source>
        <translation>请把密码告诉{name}，下次登录必须更改。锁定也一并解除。</translation>
    </message>
</context>
<context>
    <name>PasswordSettings</name>
    <message>
        <source>My password</source>
        <translation>我的密码</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>新密码</translation>
    </message>
    <message>
        <source>Password now</source>
        <translation>现在的密码</translation>
    </message>
    <message>
        <source>The new one again</source>
        <translation>再输一遍新密码</translation>
    </message>
    <message>
        <source>The new password is in force.</source>
        <translation>新密码已生效。</translation>
    </message>
</context>
<context>
    <name>PatternRow</name>
    <message>
        <source>Buildings</source>
        <translation>楼栋</translation>
    </message>
    <message>
        <source>Floors</source>
        <translation>楼层</translation>
    </message>
    <message>
        <source>Rooms on each</source>
        <translation>每层房号</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>单元</translation>
    </message>
    <message>
        <source>Without floors</source>
        <translation>没有的楼层</translation>
    </message>
    <message>
        <source>none, or 1-2</source>
        <translation>没有，或 1-2</translation>
    </message>
</context>
<context>
    <name>PayForm</name>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>From whom</source>
        <translation>付款人</translation>
    </message>
    <message>
        <source>How</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>Receipt no.</source>
        <translation>收据号</translation>
    </message>
    <message>
        <source>Save payment</source>
        <translation>保存收款</translation>
    </message>
    <message>
        <source>Take money for {number}: {owed} is open</source>
        <translation>{number} 收款：欠 {owed}</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>PendingFiles</name>
    <message>
        <source>A picture or files of the clipboard  Ctrl+V</source>
        <translation>剪贴板里的图片或文件  Ctrl+V</translation>
    </message>
    <message>
        <source>Choose a file to keep</source>
        <translation>选择要存的文件</translation>
    </message>
    <message>
        <source>Choose a file; or drop files here</source>
        <translation>选择文件，或把文件拖到这里</translation>
    </message>
    <message>
        <source>File…</source>
        <translation>附件…</translation>
    </message>
    <message>
        <source>From the scanner…</source>
        <translation>扫描件…</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>The clipboard holds neither a picture nor a file.</source>
        <translation>剪贴板里没有图片或文件。</translation>
    </message>
    <message>
        <source>The newest files of the scanner's folder</source>
        <translation>扫描仪文件夹里的最新文件</translation>
    </message>
    <message>
        <source>Without {file}</source>
        <translation>不要 {file}</translation>
    </message>
</context>
<context>
    <name>PersonDialog</name>
    <message>
        <source>Change {name}</source>
        <translation>修改{name}</translation>
    </message>
    <message>
        <source>First password</source>
        <translation>初始密码</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Somebody new</source>
        <translation>新人员</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>班组</translation>
    </message>
    <message>
        <source>to be changed at the first sign-in</source>
        <translation>首次登录必须更改</translation>
    </message>
</context>
<context>
    <name>PersonFields</name>
    <message>
        <source>From</source>
        <translation>起</translation>
    </message>
    <message>
        <source>Is</source>
        <translation>身份</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>One more person</source>
        <translation>再加一人</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Remove this person</source>
        <translation>去掉此人</translation>
    </message>
    <message>
        <source>To</source>
        <translation>止</translation>
    </message>
    <message>
        <source>Whose phone</source>
        <translation>电话说明</translation>
    </message>
    <message>
        <source>whose</source>
        <translation>说明</translation>
    </message>
</context>
<context>
    <name>PersonRow</name>
    <message>
        <source>First password</source>
        <translation>初始密码</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Take this line out</source>
        <translation>去掉这一行</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>班组</translation>
    </message>
</context>
<context>
    <name>PhraseDialog</name>
    <message>
        <source>A new phrase</source>
        <translation>新增短语</translation>
    </message>
    <message>
        <source>Any</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>Category proposed with it</source>
        <translation>建议的类别</translation>
    </message>
    <message>
        <source>Change the phrase</source>
        <translation>修改短语</translation>
    </message>
    <message>
        <source>Letters</source>
        <translation>缩写</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>文字</translation>
    </message>
</context>
<context>
    <name>PhraseOffers</name>
    <message>
        <source>Enter takes it · ↓ ↑ another · Esc none</source>
        <translation>回车采用 · ↓ ↑ 换一条 · Esc 不用</translation>
    </message>
    <message>
        <source>Phrases</source>
        <translation>常用短语</translation>
    </message>
</context>
<context>
    <name>PhraseSettings</name>
    <message>
        <source>Add one, or look at the shipped ones below.</source>
        <translation>可新增，或勾选下方查看随程序自带的短语。</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>新增…</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>修改…</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Phrases</source>
        <translation>常用短语</translation>
    </message>
    <message>
        <source>Take out…</source>
        <translation>停用…</translation>
    </message>
    <message>
        <source>Take {letters} out of use</source>
        <translation>停用“{letters}”</translation>
    </message>
    <message>
        <source>The office has no phrases of its own yet</source>
        <translation>本处还没有自己的短语</translation>
    </message>
    <message>
        <source>Those that are shipped too</source>
        <translation>同时显示随程序自带的</translation>
    </message>
    <message>
        <source>Type the letters where something is described, and Enter puts the words there: ls is 厨房水管漏水.</source>
        <translation>在事项描述中输入缩写，按回车即填入文字：如 ls 填入“厨房水管漏水”。</translation>
    </message>
    <message>
        <source>Why? The reason stays in the books</source>
        <translation>原因（留在账册中）</translation>
    </message>
    <message>
        <source>shipped</source>
        <translation>随程序</translation>
    </message>
    <message>
        <source>the office</source>
        <translation>本处</translation>
    </message>
    <message>
        <source>{letters} is no phrase any more.</source>
        <translation>“{letters}”已停用。</translation>
    </message>
</context>
<context>
    <name>PlaceConflict</name>
    <message>
        <source>At the other desk</source>
        <translation>另一台的</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Theirs</source>
        <translation>另一台</translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>我的</translation>
    </message>
</context>
<context>
    <name>PlaceForm</name>
    <message>
        <source>Area m²</source>
        <translation>面积 ㎡</translation>
    </message>
    <message>
        <source>Building</source>
        <translation>楼栋</translation>
    </message>
    <message>
        <source>Change {place}</source>
        <translation>修改 {place}</translation>
    </message>
    <message>
        <source>File no.</source>
        <translation>档案号</translation>
    </message>
    <message>
        <source>Floor</source>
        <translation>楼层</translation>
    </message>
    <message>
        <source>Moved in</source>
        <translation>入伙日期</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>New place</source>
        <translation>新增住户</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>房号</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save what is chosen</source>
        <translation>按所选保存</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单元</translation>
    </message>
    <message>
        <source>Warranty until</source>
        <translation>保修至</translation>
    </message>
</context>
<context>
    <name>PlacePanel</name>
    <message>
        <source>All cases in the register</source>
        <translation>在登记簿中列出全部事项</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>面积</translation>
    </message>
    <message>
        <source>Asked about their data on {day}: {what}, {stands}</source>
        <translation>{day} 提出个人信息要求：{what}，{stands}</translation>
    </message>
    <message>
        <source>Asks about their own data…</source>
        <translation>对本人信息的要求…</translation>
    </message>
    <message>
        <source>Call-backs</source>
        <translation>回访</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Choose a household, or look for it with Ctrl+F.</source>
        <translation>请选一户，或按 Ctrl+F 查找。</translation>
    </message>
    <message>
        <source>Cover</source>
        <translation>封面</translation>
    </message>
    <message>
        <source>Earlier cases</source>
        <translation>以往事项</translation>
    </message>
    <message>
        <source>Fees</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>File</source>
        <translation>档案</translation>
    </message>
    <message>
        <source>File no.</source>
        <translation>档案号</translation>
    </message>
    <message>
        <source>Floor</source>
        <translation>楼层</translation>
    </message>
    <message>
        <source>Formerly</source>
        <translation>曾住</translation>
    </message>
    <message>
        <source>List</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>Moved in</source>
        <translation>入伙日期</translation>
    </message>
    <message>
        <source>Nobody has called from here yet.</source>
        <translation>还没有来电记录。</translation>
    </message>
    <message>
        <source>Nobody is on record here.</source>
        <translation>没有人员档案。</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Noted in the list of who saw whom, approved by {approver}: what {colleague} was told of {name}.</source>
        <translation>已记入“谁看过谁”：经{approver}批准，已告知{colleague}{name}的信息。</translation>
    </message>
    <message>
        <source>Noted in the list of who saw whom: what {colleague} was told of {name}.</source>
        <translation>已记入“谁看过谁”：已告知{colleague}{name}的信息。</translation>
    </message>
    <message>
        <source>Noted: {name} asks for {what}. The office head decides.</source>
        <translation>已登记：{name}要求{what}，待物业主任批复。</translation>
    </message>
    <message>
        <source>Open cases</source>
        <translation>未结事项</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>概况</translation>
    </message>
    <message>
        <source>Print the cover of the household's file</source>
        <translation>打印业主档案封面</translation>
    </message>
    <message>
        <source>Print the list of the file's documents</source>
        <translation>打印业主档案目录</translation>
    </message>
    <message>
        <source>Side of the page</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Slips</source>
        <translation>维修单</translation>
    </message>
    <message>
        <source>Take out this person…</source>
        <translation>停用此人…</translation>
    </message>
    <message>
        <source>Take out…</source>
        <translation>停用…</translation>
    </message>
    <message>
        <source>Take {name} out of {place}: the record stays in the books</source>
        <translation>停用 {place} 的 {name}：档案留底</translation>
    </message>
    <message>
        <source>Take {place} out of use: it stays in the books, and its cases too</source>
        <translation>停用 {place}：档案和来电记录都留底</translation>
    </message>
    <message>
        <source>Tell a colleague something of this person…</source>
        <translation>告知同事此人的信息…</translation>
    </message>
    <message>
        <source>Warranty until</source>
        <translation>保修至</translation>
    </message>
    <message>
        <source>Who saw this household's data…</source>
        <translation>谁看过这户的信息…</translation>
    </message>
    <message>
        <source>Who saw this person's data…</source>
        <translation>谁看过此人的信息…</translation>
    </message>
    <message>
        <source>no. {number}</source>
        <translation>编号 {number}</translation>
    </message>
    <message>
        <source>{count} open</source>
        <translation>未结 {count}</translation>
    </message>
    <message>
        <source>{day}, over</source>
        <translation>{day}（已过）</translation>
    </message>
    <message>
        <source>{place} is in the books.</source>
        <translation>{place} 已存档。</translation>
    </message>
    <message>
        <source>{place} is out of use; it stays in the books.</source>
        <translation>{place} 已停用，档案留底。</translation>
    </message>
    <message>
        <source>{place}: the person is out of use and stays in the books.</source>
        <translation>{place}：此人已停用，档案留底。</translation>
    </message>
</context>
<context>
    <name>Points</name>
    <message>
        <source>A fine</source>
        <translation>登记罚款</translation>
    </message>
    <message>
        <source>Breaches</source>
        <translation>逾期</translation>
    </message>
    <message>
        <source>By department</source>
        <translation>按部门</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>受理编号</translation>
    </message>
    <message>
        <source>Case, if one</source>
        <translation>受理编号（可空）</translation>
    </message>
    <message>
        <source>Count again</source>
        <translation>恢复计入</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>部门</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>到期</translation>
    </message>
    <message>
        <source>Enter a fine…</source>
        <translation>登记罚款…</translation>
    </message>
    <message>
        <source>Enter it</source>
        <translation>登记</translation>
    </message>
    <message>
        <source>Fines</source>
        <translation>罚款</translation>
    </message>
    <message>
        <source>Fines, yuan</source>
        <translation>罚款（元）</translation>
    </message>
    <message>
        <source>Found on</source>
        <translation>认定日期</translation>
    </message>
    <message>
        <source>Let the points of {number} count again</source>
        <translation>恢复 {number} 的扣分</translation>
    </message>
    <message>
        <source>Lift the points of {number}</source>
        <translation>免除{number}的扣分</translation>
    </message>
    <message>
        <source>Lifted because</source>
        <translation>免除原因</translation>
    </message>
    <message>
        <source>Lift…</source>
        <translation>免除…</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>时限</translation>
    </message>
    <message>
        <source>Met</source>
        <translation>办到</translation>
    </message>
    <message>
        <source>Nothing in this month.</source>
        <translation>本月没有。</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>责任人</translation>
    </message>
    <message>
        <source>Person, if one</source>
        <translation>责任人（可空）</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>扣分</translation>
    </message>
    <message>
        <source>Points and fines {month}</source>
        <translation>{month} 扣分与罚款</translation>
    </message>
    <message>
        <source>Points follow from limits broken in the month, as the procedure prices them; nobody types them in.</source>
        <translation>扣分由本月逾期的时限按规程算出，不由人填写。</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>事由</translation>
    </message>
    <message>
        <source>Void it…</source>
        <translation>作废…</translation>
    </message>
    <message>
        <source>Void this fine</source>
        <translation>作废这笔罚款</translation>
    </message>
    <message>
        <source>What for</source>
        <translation>处罚事项</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Yuan</source>
        <translation>金额（元）</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>未办</translation>
    </message>
    <message>
        <source>of our own</source>
        <translation>本处自定</translation>
    </message>
    <message>
        <source>void: {reason}</source>
        <translation>作废：{reason}</translation>
    </message>
</context>
<context>
    <name>PreviewDialog</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Fit width</source>
        <translation>适合宽度</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>No printer is installed on this machine. Save a PDF and print it from another one.</source>
        <translation>本机没有安装打印机。可存为 PDF，到别的机器上打印。</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Pages: {count}</source>
        <translation>共 {count} 页</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>联</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Print {title}</source>
        <translation>打印 {title}</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>打印机</translation>
    </message>
    <message>
        <source>Printer of this form…</source>
        <translation>此表单的打印机…</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>存为 PDF</translation>
    </message>
    <message>
        <source>Save as PDF…</source>
        <translation>存为 PDF…</translation>
    </message>
    <message>
        <source>Set up…</source>
        <translation>设置…</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>缩小</translation>
    </message>
</context>
<context>
    <name>PriceDialogs</name>
    <message>
        <source>A new price list</source>
        <translation>新价目表</translation>
    </message>
    <message>
        <source>Add an item</source>
        <translation>增加项目</translation>
    </message>
    <message>
        <source>Begin it</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>Change an item</source>
        <translation>修改项目</translation>
    </message>
    <message>
        <source>Counted by</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>From that day on it takes the place of the list before it, which stays.</source>
        <translation>从这一天起代替原来的价目表，原表保留。</translation>
    </message>
    <message>
        <source>Holds from</source>
        <translation>执行日期</translation>
    </message>
    <message>
        <source>Material</source>
        <translation>材料</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Price, labour</source>
        <translation>收费标准</translation>
    </message>
    <message>
        <source>Put it in force</source>
        <translation>执行</translation>
    </message>
    <message>
        <source>Put the price list in force</source>
        <translation>执行价目表</translation>
    </message>
    <message>
        <source>Read as: {terms}</source>
        <translation>读作：{terms}</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Section</source>
        <translation>大类</translation>
    </message>
    <message>
        <source>Serial</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>服务项目</translation>
    </message>
    <message>
        <source>Takes</source>
        <translation>时效</translation>
    </message>
    <message>
        <source>with the items of “{name}”</source>
        <translation>照抄“{name}”的项目</translation>
    </message>
</context>
<context>
    <name>PriceSettings</name>
    <message>
        <source>Add…</source>
        <translation>增加…</translation>
    </message>
    <message>
        <source>Calls are quoted from the list in force. What was quoted stays as it was told.</source>
        <translation>前台按执行中的价目表报价；已经报过的价不变。</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>修改…</translation>
    </message>
    <message>
        <source>Find an item: words or pinyin</source>
        <translation>查找项目：字、拼音或首字母</translation>
    </message>
    <message>
        <source>Find it by other words, or take the tick away.</source>
        <translation>换个词再找，或去掉勾选。</translation>
    </message>
    <message>
        <source>Import a list, or add an item with F2.</source>
        <translation>请导入价目表，或按 F2 增加项目。</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Import… takes in an Excel or CSV file; New list… begins an empty one.</source>
        <translation>“导入…”读入 Excel 或 CSV 文件；“新表…”从空白开始。</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Material</source>
        <translation>材料</translation>
    </message>
    <message>
        <source>New list…</source>
        <translation>新表…</translation>
    </message>
    <message>
        <source>No price list is kept yet</source>
        <translation>还没有收费标准</translation>
    </message>
    <message>
        <source>No price list yet: import one, or begin a new one.</source>
        <translation>还没有价目表，请导入或新建一份。</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Only what is quoted by hand</source>
        <translation>只看人工报价的</translation>
    </message>
    <message>
        <source>Out of use…</source>
        <translation>停用…</translation>
    </message>
    <message>
        <source>Price list</source>
        <translation>收费标准</translation>
    </message>
    <message>
        <source>Price, labour</source>
        <translation>收费标准</translation>
    </message>
    <message>
        <source>Put in force…</source>
        <translation>执行…</translation>
    </message>
    <message>
        <source>Read as</source>
        <translation>读作</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Section</source>
        <translation>大类</translation>
    </message>
    <message>
        <source>Serial</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>服务项目</translation>
    </message>
    <message>
        <source>Take out…</source>
        <translation>撤下…</translation>
    </message>
    <message>
        <source>Take “{name}” out of the list?</source>
        <translation>撤下“{name}”？</translation>
    </message>
    <message>
        <source>Take “{name}” out of use?</source>
        <translation>停用“{name}”？</translation>
    </message>
    <message>
        <source>There is no such item</source>
        <translation>没有这样的项目</translation>
    </message>
    <message>
        <source>This list has no item yet</source>
        <translation>这份标准里还没有项目</translation>
    </message>
    <message>
        <source>What was quoted by it stays in the books.</source>
        <translation>已报的价仍留在记录里。</translation>
    </message>
    <message>
        <source>What was quoted by it stays; the list before it is in force again.</source>
        <translation>已报的价不变；之前的价目表恢复执行。</translation>
    </message>
    <message>
        <source>Which list</source>
        <translation>价目表</translation>
    </message>
    <message>
        <source>{items} items, {by_hand} of them quoted by hand.</source>
        <translation>共 {items} 项，其中 {by_hand} 项人工报价。</translation>
    </message>
</context>
<context>
    <name>PriceSteps</name>
    <message>
        <source>Price told, yuan</source>
        <translation>报价（元）</translation>
    </message>
    <message>
        <source>The client agrees to it</source>
        <translation>业主同意</translation>
    </message>
    <message>
        <source>What the client was told that it costs</source>
        <translation>告诉业主的价格</translation>
    </message>
</context>
<context>
    <name>PriceWords</name>
    <message>
        <source> ({note})</source>
        <translation>（{note}）</translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>In all {price}</source>
        <translation>合计 {price}</translation>
    </message>
    <message>
        <source>Labour: {price}</source>
        <translation>人工：{price}</translation>
    </message>
    <message>
        <source>Material: {price}</source>
        <translation>材料：{price}</translation>
    </message>
    <message>
        <source>at least {quantity}</source>
        <translation>{quantity} 起收</translation>
    </message>
    <message>
        <source>free</source>
        <translation>免费</translation>
    </message>
    <message>
        <source>from {price}</source>
        <translation>{price} 起</translation>
    </message>
    <message>
        <source>in the price</source>
        <translation>已含</translation>
    </message>
    <message>
        <source>on top: {price}</source>
        <translation>另加：{price}</translation>
    </message>
    <message>
        <source>paid besides</source>
        <translation>另计</translation>
    </message>
    <message>
        <source>quoted by hand</source>
        <translation>人工报价</translation>
    </message>
    <message>
        <source>the owner buys it</source>
        <translation>业主自购</translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation>{low}到{high}</translation>
    </message>
    <message>
        <source>{name} (from {day})</source>
        <translation>{name}（{day} 起）</translation>
    </message>
    <message>
        <source>{name} (not in force yet)</source>
        <translation>{name}（尚未执行）</translation>
    </message>
    <message>
        <source>{name} ({day} to {until})</source>
        <translation>{name}（{day} 至 {until}）</translation>
    </message>
    <message>
        <source>{name} {price} yuan</source>
        <translation>{name}{price}元</translation>
    </message>
    <message>
        <source>{name}, {quantity}, {each} yuan per {unit}: {price} yuan</source>
        <translation>{name}{quantity}，每{unit}{each}元，共{price}元</translation>
    </message>
    <message>
        <source>{name}, {quantity}: {price} yuan</source>
        <translation>{name}{quantity}共{price}元</translation>
    </message>
    <message>
        <source>{percent}% of the price</source>
        <translation>按价款 {percent}%</translation>
    </message>
    <message>
        <source>{price}, or the owner's own</source>
        <translation>{price}，或业主自购</translation>
    </message>
    <message>
        <source>{services}. Do you agree?</source>
        <translation>“{services}，您同意吗？”</translation>
    </message>
    <message>
        <source>{services}. In all {price} yuan. Do you agree?</source>
        <translation>“{services}，一共{price}元，您同意吗？”</translation>
    </message>
    <message>
        <source>—</source>
        <translation>—</translation>
    </message>
</context>
<context>
    <name>PrinterDialog</name>
    <message>
        <source>Keep</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Printer of “{form}”</source>
        <translation>“{form}”的打印机</translation>
    </message>
</context>
<context>
    <name>PrinterFields</name>
    <message>
        <source>Copies</source>
        <translation>份数</translation>
    </message>
    <message>
        <source>Dot matrix</source>
        <translation>针式打印机</translation>
    </message>
    <message>
        <source>How it comes out</source>
        <translation>打印方式</translation>
    </message>
    <message>
        <source>Moved down, mm</source>
        <translation>下移（毫米）</translation>
    </message>
    <message>
        <source>Moved to the right, mm</source>
        <translation>右移（毫米）</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>纸张</translation>
    </message>
    <message>
        <source>Print a test page</source>
        <translation>打印测试页</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>打印机</translation>
    </message>
    <message>
        <source>Prints with needles on continuous paper: hard edges in pure black, 180 dpi</source>
        <translation>针打连续纸：纯黑硬边，180 dpi</translation>
    </message>
    <message>
        <source>Sent to {printer}. Is the frame whole, and the ruler as long as it says?</source>
        <translation>已送到 {printer}。边框完整吗？尺子和所写的一样长吗？</translation>
    </message>
    <message>
        <source>Shades of grey</source>
        <translation>灰度</translation>
    </message>
    <message>
        <source>Spares a colour printer's ink</source>
        <translation>节省彩色打印机的墨</translation>
    </message>
    <message>
        <source>The test page comes on this paper, moved as the form is, with rulers and small type. ↑ and ↓ move by half a millimetre. Any form can be saved as PDF too.</source>
        <translation>测试页打在这种纸上，偏移与表单相同，有尺子和小字。↑ ↓ 每次移动 0.5 毫米。任何表单也可存为 PDF。</translation>
    </message>
    <message>
        <source>Tray</source>
        <translation>纸盒</translation>
    </message>
    <message>
        <source>as the printer takes it</source>
        <translation>由打印机决定</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>or its own size, across × down in mm: 241x140</source>
        <translation>或自定尺寸，宽×高（毫米）：241x140</translation>
    </message>
</context>
<context>
    <name>PrinterPage</name>
    <message>
        <source>Printer</source>
        <translation>打印机</translation>
    </message>
    <message>
        <source>Where slips come out at this computer. Without one they are saved as PDF.</source>
        <translation>本机打单用的打印机。没有打印机可存成 PDF。</translation>
    </message>
</context>
<context>
    <name>PrinterSettings</name>
    <message>
        <source>Each form keeps the printer that it had last at this computer. Choose a form to change it.</source>
        <translation>每种表单记住在本机上次所用的打印机。选一种表单可更改。</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>打印机</translation>
    </message>
    <message>
        <source>asked for at its first print</source>
        <translation>首次打印时询问</translation>
    </message>
</context>
<context>
    <name>Printing</name>
    <message>
        <source>A page for each part</source>
        <translation>一联一页</translation>
    </message>
    <message>
        <source>Add the size where the printer is set up on this computer.</source>
        <translation>请在本机的打印机设置中添加这种尺寸。</translation>
    </message>
    <message>
        <source>Each part comes on a page of its own; a form without parts just comes.</source>
        <translation>每一联单独打一页；不分联的表单照常打印。</translation>
    </message>
    <message>
        <source>It came out, though the books can't say so yet.</source>
        <translation>已经输出，但账里暂时没能记上。</translation>
    </message>
    <message>
        <source>Make the form once in the properties of the print server (Devices and printers), then choose it for this printer.</source>
        <translation>请先在“设备和打印机”的“打印服务器属性”里新建这种纸张格式，再在这台打印机上选用。</translation>
    </message>
    <message>
        <source>On printed forms</source>
        <translation>套打</translation>
    </message>
    <message>
        <source>One page strikes through all sheets: it shows only what every part may show.</source>
        <translation>只打一页，透过复写纸印到各联：只印各联都可以看到的内容。</translation>
    </message>
    <message>
        <source>One strike on carbon paper</source>
        <translation>复写纸一次打印</translation>
    </message>
    <message>
        <source>Only the values come out, onto a form from the print shop; move them until they meet its boxes.</source>
        <translation>只打填写的内容，套在印好的表单上；调整偏移直到对准格子。</translation>
    </message>
    <message>
        <source>Recovery code</source>
        <translation>恢复码</translation>
    </message>
    <message>
        <source>Register {days}</source>
        <translation>登记表 {days}</translation>
    </message>
    <message>
        <source>Report of a month</source>
        <translation>月报</translation>
    </message>
    <message>
        <source>Report {month}</source>
        <translation>月报{month}</translation>
    </message>
    <message>
        <source>grey</source>
        <translation>灰度</translation>
    </message>
    <message>
        <source>moved by {dx} / {dy} mm</source>
        <translation>偏移 {dx} / {dy} 毫米</translation>
    </message>
    <message>
        <source>needles</source>
        <translation>针式</translation>
    </message>
    <message>
        <source>no printer yet</source>
        <translation>尚无打印机</translation>
    </message>
    <message>
        <source>roll of {width} mm</source>
        <translation>{width} 毫米卷纸</translation>
    </message>
    <message>
        <source>tray {tray}</source>
        <translation>纸盒 {tray}</translation>
    </message>
    <message>
        <source>{count} copies</source>
        <translation>{count} 份</translation>
    </message>
    <message>
        <source>{paper} landscape</source>
        <translation>{paper} 横向</translation>
    </message>
    <message>
        <source>{title}: saved as {file}.</source>
        <translation>{title} 已存为 {file}。</translation>
    </message>
    <message>
        <source>{title}: sent to {printer}, marked as reprint {count}.</source>
        <translation>{title} 已送打印机“{printer}”，标明补打第 {count} 次。</translation>
    </message>
    <message>
        <source>{title}: sent to {printer}.</source>
        <translation>{title} 已送打印机“{printer}”。</translation>
    </message>
    <message>
        <source>“{printer}” has no paper {paper}: it may come out cut off, or blank sheets with it.</source>
        <translation>打印机“{printer}”没有“{paper}”这种纸：可能打不全，或多走空白纸。</translation>
    </message>
</context>
<context>
    <name>ProfileFields</name>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Complaints line</source>
        <translation>投诉电话</translation>
    </message>
    <message>
        <source>Form code</source>
        <translation>表号</translation>
    </message>
    <message>
        <source>Logo</source>
        <translation>标志</translation>
    </message>
    <message>
        <source>Name of the office</source>
        <translation>管理处名称</translation>
    </message>
    <message>
        <source>Such as YG-KF-07 A/0; empty for none</source>
        <translation>如 YG-KF-07 A/0；没有就空着</translation>
    </message>
    <message>
        <source>Such as 阳光花园物业服务中心</source>
        <translation>如 阳光花园物业服务中心</translation>
    </message>
</context>
<context>
    <name>ProgressDialog</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Working…</source>
        <translation>正在处理…</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
</context>
<context>
    <name>Proposals</name>
    <message>
        <source>By itself</source>
        <translation>单独登记</translation>
    </message>
    <message>
        <source>Goes along with the lead case {number}.</source>
        <translation>并入牵头件 {number}。</translation>
    </message>
    <message>
        <source>Household {count} of building {building}: {category}. Under {number}?</source>
        <translation>{building} 栋第 {count} 户：{category}。并入牵头件 {number}？</translation>
    </message>
    <message>
        <source>Not the same</source>
        <translation>不是一回事</translation>
    </message>
    <message>
        <source>Put under it</source>
        <translation>并入牵头件</translation>
    </message>
    <message>
        <source>{number} ({day}, {state}, {by}): the same matter?</source>
        <translation>{number}（{day}，{state}，{by}）：是同一件事吗？</translation>
    </message>
</context>
<context>
    <name>QAbstractFileIconProvider</name>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>&amp;Look in:</source>
        <translation>查找范围(&amp;L)：</translation>
    </message>
    <message>
        <source>Files of &amp;type:</source>
        <translation>文件类型(&amp;T)：</translation>
    </message>
</context>
<context>
    <name>QueueRow</name>
    <message>
        <source>Keep this search above the list, with the number of cases it finds</source>
        <translation>把这次查找存在列表上方，并显示件数</translation>
    </message>
    <message>
        <source>Saved searches</source>
        <translation>保存的查询</translation>
    </message>
    <message>
        <source>Saved searches: names, order…</source>
        <translation>保存的查询：改名、排序…</translation>
    </message>
    <message>
        <source>Search first, with Ctrl+F.</source>
        <translation>请先按 Ctrl+F 查找。</translation>
    </message>
</context>
<context>
    <name>QuoteBox</name>
    <message>
        <source>A few letters, pinyin or words</source>
        <translation>几个字、拼音或首字母</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>加入</translation>
    </message>
    <message>
        <source>By hand, yuan</source>
        <translation>报价（元）</translation>
    </message>
    <message>
        <source>Choose a service of the list.</source>
        <translation>请从价目中选一项。</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>How many: {extra}</source>
        <translation>数量：{extra}</translation>
    </message>
    <message>
        <source>How much material</source>
        <translation>材料数量</translation>
    </message>
    <message>
        <source>Material</source>
        <translation>材料</translation>
    </message>
    <message>
        <source>Material used</source>
        <translation>材料数量</translation>
    </message>
    <message>
        <source>No price list is in force: a supervisor takes one in under Settings.</source>
        <translation>还没有执行中的价目表，请主管在“设置－收费标准”里导入。</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>价格</translation>
    </message>
    <message>
        <source>Price by hand</source>
        <translation>人工报价</translation>
    </message>
    <message>
        <source>Price that it is a share of</source>
        <translation>计收基数</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>服务项目</translation>
    </message>
    <message>
        <source>Share of, yuan</source>
        <translation>价款（元）</translation>
    </message>
    <message>
        <source>Take out {line}</source>
        <translation>去掉 {line}</translation>
    </message>
    <message>
        <source>Take this line out</source>
        <translation>去掉这一行</translation>
    </message>
    <message>
        <source>Take this price</source>
        <translation>就报这个价</translation>
    </message>
    <message>
        <source>What it costs</source>
        <translation>报价</translation>
    </message>
    <message>
        <source>Which price</source>
        <translation>哪一档</translation>
    </message>
    <message>
        <source>the owner's own</source>
        <translation>业主自购</translation>
    </message>
</context>
<context>
    <name>ReasonDialog</name>
    <message>
        <source>Another reason</source>
        <translation>其他原因</translation>
    </message>
</context>
<context>
    <name>ReassignForm</name>
    <message>
        <source>Pass on</source>
        <translation>转派</translation>
    </message>
    <message>
        <source>Pass {number} on: whoever has it now gives it back</source>
        <translation>转派{number}：原班组交回此单</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>The wall has to be opened</source>
        <translation>需凿开墙面</translation>
    </message>
</context>
<context>
    <name>RecoverDialog</name>
    <message>
        <source>Make administrator</source>
        <translation>设为管理员</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>新密码</translation>
    </message>
    <message>
        <source>No administrator any more?</source>
        <translation>用恢复码指定管理员</translation>
    </message>
    <message>
        <source>Once more</source>
        <translation>再输一次</translation>
    </message>
    <message>
        <source>Recovery code</source>
        <translation>恢复码</translation>
    </message>
    <message>
        <source>Who becomes an administrator</source>
        <translation>由谁担任管理员</translation>
    </message>
    <message>
        <source>Whoever has the sheet with the recovery code becomes an administrator with a new password. The code is void afterwards, and a new one is shown.</source>
        <translation>凭纸上的恢复码可指定一名管理员并设新密码。用后该码作废，并显示新码。</translation>
    </message>
</context>
<context>
    <name>Recovery</name>
    <message>
        <source>Make a new one</source>
        <translation>制作新码</translation>
    </message>
    <message>
        <source>Make a new recovery code?</source>
        <translation>制作新的恢复码？</translation>
    </message>
    <message>
        <source>The one on paper now is void from then on: destroy that sheet.</source>
        <translation>现在纸上的恢复码随即作废，请销毁那一页。</translation>
    </message>
</context>
<context>
    <name>RegulationForm</name>
    <message>
        <source>A new regulation</source>
        <translation>新增制度</translation>
    </message>
    <message>
        <source>Change it</source>
        <translation>修改制度</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>In force from</source>
        <translation>施行日期</translation>
    </message>
    <message>
        <source>Its words, to be found by and read</source>
        <translation>制度正文，供查找和阅读</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>文号</translation>
    </message>
    <message>
        <source>Rules for first contact</source>
        <translation>首问负责制</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>正文</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>名称</translation>
    </message>
</context>
<context>
    <name>RegulationPanel</name>
    <message>
        <source>Choose a regulation to read it, or look for one with Ctrl+F.</source>
        <translation>选一项制度阅读，或按 Ctrl+F 查找。</translation>
    </message>
    <message>
        <source>Take away…</source>
        <translation>废止…</translation>
    </message>
    <message>
        <source>Take the file out: it stays in the books</source>
        <translation>作废此文件：记录仍留在账上</translation>
    </message>
    <message>
        <source>Take this regulation away: it stays in the books</source>
        <translation>废止此制度：记录仍留在账上</translation>
    </message>
    <message>
        <source>The regulation is at hand.</source>
        <translation>制度已保存。</translation>
    </message>
    <message>
        <source>The regulation is taken away; it stays in the books.</source>
        <translation>制度已废止，记录仍留在账上。</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>编写</translation>
    </message>
</context>
<context>
    <name>RegulationsAtHand</name>
    <message>
        <source>A supervisor writes them on the page Day.</source>
        <translation>由主管在“日常”页录入。</translation>
    </message>
    <message>
        <source>Look for</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Regulations</source>
        <translation>规章制度</translation>
    </message>
    <message>
        <source>Words, number or pinyin</source>
        <translation>文字、编号或拼音</translation>
    </message>
    <message>
        <source>in force from {day}</source>
        <translation>{day} 起施行</translation>
    </message>
</context>
<context>
    <name>RegulationsPage</name>
    <message>
        <source>A supervisor writes one, or attaches its file, with Ctrl+N.</source>
        <translation>由主管按 Ctrl+N 录入正文，或附上文件。</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>Clear the search box, or look for another word.</source>
        <translation>清空查找框，或换个词查找。</translation>
    </message>
    <message>
        <source>No regulation fits.</source>
        <translation>没有符合的制度。</translation>
    </message>
    <message>
        <source>No regulation is at hand yet.</source>
        <translation>还没有规章制度。</translation>
    </message>
    <message>
        <source>Regulations</source>
        <translation>规章制度</translation>
    </message>
</context>
<context>
    <name>Reminders</name>
    <message>
        <source>Backups</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Due now</source>
        <translation>到期提醒</translation>
    </message>
    <message>
        <source>They need a look in the window.</source>
        <translation>备份需要处理，请看窗口上方的说明。</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>还有 {count} 条</translation>
    </message>
</context>
<context>
    <name>ReprintReason</name>
    <message>
        <source>It was printed at another desk meanwhile. Why again?</source>
        <translation>另一台电脑刚刚打印过。为什么再打？</translation>
    </message>
    <message>
        <source>It was printed {count} times before. Why again?</source>
        <translation>此前已打印 {count} 次。为什么再打？</translation>
    </message>
    <message>
        <source>Not legible</source>
        <translation>看不清</translation>
    </message>
    <message>
        <source>Print again</source>
        <translation>补打</translation>
    </message>
    <message>
        <source>Print {title} again?</source>
        <translation>补打 {title}？</translation>
    </message>
    <message>
        <source>The paper jammed</source>
        <translation>卡纸</translation>
    </message>
    <message>
        <source>The reason stands beside the stamp on the paper and stays in the books.</source>
        <translation>原因印在补打章旁，并留存在册。</translation>
    </message>
    <message>
        <source>The slip got wet or dirty</source>
        <translation>单子弄湿弄脏</translation>
    </message>
    <message>
        <source>The slip was lost</source>
        <translation>单子丢失</translation>
    </message>
    <message>
        <source>What it says was put right</source>
        <translation>内容有更正</translation>
    </message>
</context>
<context>
    <name>RestForm</name>
    <message>
        <source>Note them</source>
        <translation>登记</translation>
    </message>
    <message>
        <source>The {count} documents that nobody noted yet</source>
        <translation>其余 {count} 项未登记的资料</translation>
    </message>
    <message>
        <source>are</source>
        <translation>均为</translation>
    </message>
</context>
<context>
    <name>RestorePage</name>
    <message>
        <source>Against the newest backup known, this would be missing: {count} entries.</source>
        <translation>与已知最新的备份相比，恢复后会缺少 {count} 条操作记录：</translation>
    </message>
    <message>
        <source>Against the records as they are now, this would be missing: {count} entries.</source>
        <translation>与现有数据相比，恢复后会缺少 {count} 条操作记录：</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Backups (*.zip *.db);;All files (*)</source>
        <translation>备份文件 (*.zip *.db);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>登记件数</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>If there is no better one it can be restored as it is. Nothing was changed yet.</source>
        <translation>没有更好的备份时，可以照现状恢复。目前什么都没有改动。</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>再找一次</translation>
    </message>
    <message>
        <source>Look at the newest slip and sheet on paper: what is the highest number of each series? Numbers up to it are never given again. Grey is what is known already: leave empty what is not higher.</source>
        <translation>请翻看纸上最近的派工单和登记表：每个系列最大的编号是多少？这些编号今后不会再用。灰字是已知的最大编号，没有更大的就空着。</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>备份时间</translation>
    </message>
    <message>
        <source>No backup was found here</source>
        <translation>这里没有找到备份</translation>
    </message>
    <message>
        <source>No newer backup is known. What was done after it would be missing.</source>
        <translation>没有更新的备份。此后登记的内容会缺失。</translation>
    </message>
    <message>
        <source>Nothing would be missing: the backup holds all that the records hold.</source>
        <translation>不会缺少内容：现有数据都在这份备份里。</translation>
    </message>
    <message>
        <source>Passphrase of the records</source>
        <translation>数据口令</translation>
    </message>
    <message>
        <source>Plug in the second medium and look again, or choose a file.</source>
        <translation>插上存有备份的U盘再找一次，或者选择一个文件。</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Restore a backup</source>
        <translation>恢复备份</translation>
    </message>
    <message>
        <source>Restore it all the same?</source>
        <translation>仍要恢复吗？</translation>
    </message>
    <message>
        <source>Restore this backup</source>
        <translation>恢复这份备份</translation>
    </message>
    <message>
        <source>Restore this backup?</source>
        <translation>恢复这份备份？</translation>
    </message>
    <message>
        <source>Restored</source>
        <translation>已恢复</translation>
    </message>
    <message>
        <source>Slips</source>
        <translation>派工单数</translation>
    </message>
    <message>
        <source>Something was wrong in this backup when it was made: take it only if there is no better.</source>
        <translation>这份备份做的时候就有问题，没有更好的才用它。</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>The backup is restored.</source>
        <translation>备份已恢复。</translation>
    </message>
    <message>
        <source>The backup is restored. {count} numbers that paper may carry were made void.</source>
        <translation>备份已恢复。纸上可能用过的 {count} 个编号已作废。</translation>
    </message>
    <message>
        <source>The backup of {time} takes the place of the records. What stands there now is kept aside.</source>
        <translation>{time} 的备份将替换现有数据。现有数据会另行保留。</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>您的姓名</translation>
    </message>
    <message>
        <source>Your password in the backup</source>
        <translation>您在备份中的密码</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>校验通过</translation>
    </message>
    <message>
        <source>{count} things are wrong in this backup:</source>
        <translation>这份备份有 {count} 处问题：</translation>
    </message>
    <message>
        <source>{count} things wrong</source>
        <translation>有 {count} 处问题</translation>
    </message>
    <message>
        <source>{first} to {last}: {count} numbers, which become void</source>
        <translation>{first} 至 {last}：共 {count} 个编号，将作废</translation>
    </message>
    <message>
        <source>{first}: one number, which becomes void</source>
        <translation>{first}：1 个编号，将作废</translation>
    </message>
    <message>
        <source>{series} of {year}</source>
        <translation>{year} 年 {series}</translation>
    </message>
</context>
<context>
    <name>Results</name>
    <message>
        <source>Every complaint's result is signed.</source>
        <translation>投诉的处理结果都已签认。</translation>
    </message>
    <message>
        <source>Sign the results of complaints</source>
        <translation>签认投诉的处理结果</translation>
    </message>
    <message>
        <source>Tick all</source>
        <translation>全部勾选</translation>
    </message>
    <message>
        <source>for all that are ticked</source>
        <translation>对勾选的各件</translation>
    </message>
</context>
<context>
    <name>ReturnForm</name>
    <message>
        <source>Book in</source>
        <translation>回单</translation>
    </message>
    <message>
        <source>The slip is back</source>
        <translation>回单</translation>
    </message>
</context>
<context>
    <name>Revealing</name>
    <message>
        <source>A notice from the office</source>
        <translation>物业通知</translation>
    </message>
    <message>
        <source>An emergency in the building</source>
        <translation>楼内紧急情况</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Show the number</source>
        <translation>显示号码</translation>
    </message>
    <message>
        <source>Supervisor</source>
        <translation>主管</translation>
    </message>
    <message>
        <source>To agree on a visit</source>
        <translation>预约上门</translation>
    </message>
    <message>
        <source>To check who is calling</source>
        <translation>核对来电人</translation>
    </message>
    <message>
        <source>To ring back about a matter</source>
        <translation>回电处理事项</translation>
    </message>
    <message>
        <source>Who saw whose number, when and why stays in the books.</source>
        <translation>谁在何时为何看了谁的号码，都留在账中。</translation>
    </message>
    <message>
        <source>Why is this number needed?</source>
        <translation>为什么要看这个号码？</translation>
    </message>
</context>
<context>
    <name>ReviewPanel</name>
    <message>
        <source>Check list {days}</source>
        <translation>核查 {days}</translation>
    </message>
    <message>
        <source>Choose a day to review its register.</source>
        <translation>选一天审阅登记簿。</translation>
    </message>
    <message>
        <source>Nothing on the check list.</source>
        <translation>没有需要核查的事项。</translation>
    </message>
    <message>
        <source>Print the register</source>
        <translation>打印登记簿</translation>
    </message>
    <message>
        <source>Received on {day}</source>
        <translation>{day} 受理</translation>
    </message>
    <message>
        <source>Sign results…</source>
        <translation>签认结果…</translation>
    </message>
    <message>
        <source>Sign the review</source>
        <translation>审阅签字</translation>
    </message>
    <message>
        <source>Signatures</source>
        <translation>审阅签字</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Take back…</source>
        <translation>撤回…</translation>
    </message>
    <message>
        <source>Take the signature of {name} back</source>
        <translation>撤回{name}的签字</translation>
    </message>
    <message>
        <source>The day's cases</source>
        <translation>当日事项</translation>
    </message>
    <message>
        <source>The review is signed.</source>
        <translation>已审阅签字。</translation>
    </message>
    <message>
        <source>The signature is taken back; it stays in the books.</source>
        <translation>签字已撤回，记录仍保留。</translation>
    </message>
    <message>
        <source>not reviewed</source>
        <translation>未审阅</translation>
    </message>
    <message>
        <source>not signed</source>
        <translation>未签字</translation>
    </message>
    <message>
        <source>signed</source>
        <translation>已签字</translation>
    </message>
    <message>
        <source>taken back by {name}: {reason}</source>
        <translation>{name}已撤回：{reason}</translation>
    </message>
    <message>
        <source>{count} cases</source>
        <translation>共 {count} 件</translation>
    </message>
    <message>
        <source>{count} results are signed.</source>
        <translation>已签认 {count} 件处理结果。</translation>
    </message>
</context>
<context>
    <name>ReviewsPage</name>
    <message>
        <source>A day stands here as soon as it has its first case.</source>
        <translation>有了第一件事项，当天就会列在这里。</translation>
    </message>
    <message>
        <source>All days</source>
        <translation>全部日期</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>件数</translation>
    </message>
    <message>
        <source>Clear the search box or choose “All days”.</source>
        <translation>清空搜索框，或选“全部日期”。</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Every day is reviewed.</source>
        <translation>每天都已审阅。</translation>
    </message>
    <message>
        <source>No case has been received yet.</source>
        <translation>还没有受理过事项。</translation>
    </message>
    <message>
        <source>Not reviewed</source>
        <translation>未审阅</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>审阅</translation>
    </message>
    <message>
        <source>Which days</source>
        <translation>哪些日期</translation>
    </message>
</context>
<context>
    <name>RoomsDialog</name>
    <message>
        <source>Add them</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Places that are in the books already stay as they are. Under Past imports it can be undone.</source>
        <translation>已在册的处所原样保留。可在“导入记录”里撤销。</translation>
    </message>
    <message>
        <source>Rooms from a pattern</source>
        <translation>按规律生成房号</translation>
    </message>
    <message>
        <source>Stopped: {done} of {count} places were gone through, and what is new of them is in. Asked for again the rest goes in; under Past imports it can be undone.</source>
        <translation>已停止：{count} 处中处理了 {done} 处，其中新的已录入。再次生成会录入其余的；也可以在“导入记录”里撤销。</translation>
    </message>
    <message>
        <source>{new} places are new; {existing} were in the books already and stay as they are.</source>
        <translation>新增 {new} 处；{existing} 处已在册，原样保留。</translation>
    </message>
</context>
<context>
    <name>RoomsPage</name>
    <message>
        <source>A list (Excel, WPS, CSV) is read in from the menu at any time.</source>
        <translation>随时可从菜单导入表格（Excel、WPS、CSV）。</translation>
    </message>
    <message>
        <source>Buildings and rooms</source>
        <translation>楼栋和房号</translation>
    </message>
    <message>
        <source>Buildings that differ</source>
        <translation>不一样的楼栋</translation>
    </message>
    <message>
        <source>From a list…</source>
        <translation>从表格导入…</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>以后再说</translation>
    </message>
    <message>
        <source>Make them from a pattern</source>
        <translation>按规律生成</translation>
    </message>
    <message>
        <source>Parking spaces</source>
        <translation>车位</translation>
    </message>
    <message>
        <source>People and phones come from a list, now or later; a pattern makes only the doors.</source>
        <translation>住户和电话从表格导入，现在或以后都行；按规律生成的只有房号。</translation>
    </message>
    <message>
        <source>Public areas</source>
        <translation>公共区域</translation>
    </message>
    <message>
        <source>Shops</source>
        <translation>商铺</translation>
    </message>
    <message>
        <source>Without the last line</source>
        <translation>去掉最后一行</translation>
    </message>
    <message>
        <source>{buildings} buildings, {doors} doors: {first} … {last}</source>
        <translation>共 {buildings} 栋 {doors} 户：{first} … {last}</translation>
    </message>
    <message>
        <source>{count} other places</source>
        <translation>其他处所 {count} 处</translation>
    </message>
</context>
<context>
    <name>RuleBook</name>
    <message>
        <source>; </source>
        <translation>，</translation>
    </message>
    <message>
        <source>A category's own limit goes first</source>
        <translation>分类另有承诺的从其承诺</translation>
    </message>
    <message>
        <source>A hard problem</source>
        <translation>疑难</translation>
    </message>
    <message>
        <source>A repeat complaint</source>
        <translation>再次投诉</translation>
    </message>
    <message>
        <source>A time was agreed</source>
        <translation>约定了时间</translation>
    </message>
    <message>
        <source>A word of it</source>
        <translation>输入其中的字查找</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>新增…</translation>
    </message>
    <message>
        <source>Adopt</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>Adopt the rule book with these changes?</source>
        <translation>按以下变化采用新规程？</translation>
    </message>
    <message>
        <source>Adopt…</source>
        <translation>采用…</translation>
    </message>
    <message>
        <source>After: {sources}</source>
        <translation>依据：{sources}</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>都要交回</translation>
    </message>
    <message>
        <source>Anew in each round</source>
        <translation>每轮重新起算</translation>
    </message>
    <message>
        <source>Approvals</source>
        <translation>审批</translation>
    </message>
    <message>
        <source>Asked for after</source>
        <translation>在此之后</translation>
    </message>
    <message>
        <source>Asks first for the warranty</source>
        <translation>先问保修期</translation>
    </message>
    <message>
        <source>Assessment</source>
        <translation>评估</translation>
    </message>
    <message>
        <source>Because</source>
        <translation>因为</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>Begins at once: grades</source>
        <translation>立即起算的等级</translation>
    </message>
    <message>
        <source>Begins at once: levels</source>
        <translation>立即起算的级别</translation>
    </message>
    <message>
        <source>Below</source>
        <translation>上级分类</translation>
    </message>
    <message>
        <source>By</source>
        <translation>由谁</translation>
    </message>
    <message>
        <source>Categories</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>修改…</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Channels in use</source>
        <translation>在用来源</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Check list on the slip</source>
        <translation>单上检查步骤</translation>
    </message>
    <message>
        <source>Choice</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>Choices</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>表号</translation>
    </message>
    <message>
        <source>Comes back</source>
        <translation>是否交回</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>完工</translation>
    </message>
    <message>
        <source>Corrective actions</source>
        <translation>纠正/预防措施处理单</translation>
    </message>
    <message>
        <source>Counts in the timeliness rate</source>
        <translation>计入及时率</translation>
    </message>
    <message>
        <source>Course</source>
        <translation>办理步骤</translation>
    </message>
    <message>
        <source>Daily review</source>
        <translation>每日审阅</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Days checked</source>
        <translation>检查天数</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>责任部门</translation>
    </message>
    <message>
        <source>Departments</source>
        <translation>部门班组</translation>
    </message>
    <message>
        <source>Discard the changes</source>
        <translation>放弃修改</translation>
    </message>
    <message>
        <source>Discard what was changed here?</source>
        <translation>放弃这里的修改？</translation>
    </message>
    <message>
        <source>Done with</source>
        <translation>完成标志</translation>
    </message>
    <message>
        <source>Each key is explained in the help (F1).</source>
        <translation>各项写法见帮助（F1）。</translation>
    </message>
    <message>
        <source>End of the service</source>
        <translation>服务期满</translation>
    </message>
    <message>
        <source>Ever waited for</source>
        <translation>等过</translation>
    </message>
    <message>
        <source>Every</source>
        <translation>周期</translation>
    </message>
    <message>
        <source>Fines</source>
        <translation>处罚</translation>
    </message>
    <message>
        <source>Follow-ups</source>
        <translation>回访</translation>
    </message>
    <message>
        <source>Found by</source>
        <translation>查找用词</translation>
    </message>
    <message>
        <source>Found valid</source>
        <translation>核实有效</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation>从文件读取…</translation>
    </message>
    <message>
        <source>Further down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Further up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Go over to another rule book</source>
        <translation>改用别的规程</translation>
    </message>
    <message>
        <source>Grades</source>
        <translation>等级</translation>
    </message>
    <message>
        <source>Guarantee in days</source>
        <translation>质保天数</translation>
    </message>
    <message>
        <source>Handled</source>
        <translation>办结</translation>
    </message>
    <message>
        <source>Here: {change}</source>
        <translation>这里：{change}</translation>
    </message>
    <message>
        <source>Hours and lists</source>
        <translation>时间与名单</translation>
    </message>
    <message>
        <source>Households from</source>
        <translation>户数起</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>件数</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>代号</translation>
    </message>
    <message>
        <source>In words</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>In writing</source>
        <translation>书面</translation>
    </message>
    <message>
        <source>Kinds</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Kinds come and go in the text alone.</source>
        <translation>增减类别请在“原文”中修改。</translation>
    </message>
    <message>
        <source>Kinds in use</source>
        <translation>在用类别</translation>
    </message>
    <message>
        <source>Ladder</source>
        <translation>上报层级</translation>
    </message>
    <message>
        <source>Lapses with</source>
        <translation>遇此不再适用</translation>
    </message>
    <message>
        <source>Levels</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>Liaison sheets</source>
        <translation>投诉处理联系单</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>时限</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>时限承诺</translation>
    </message>
    <message>
        <source>Line {line}: {what}</source>
        <translation>第 {line} 行：{what}</translation>
    </message>
    <message>
        <source>Listed every day at</source>
        <translation>每天几点列出</translation>
    </message>
    <message>
        <source>Made by the department</source>
        <translation>由该部门回访</translation>
    </message>
    <message>
        <source>Major alone with a 3</source>
        <translation>单项得 3 即重大</translation>
    </message>
    <message>
        <source>Major from a sum of</source>
        <translation>总分达到即重大</translation>
    </message>
    <message>
        <source>Major if</source>
        <translation>重大投诉的认定</translation>
    </message>
    <message>
        <source>Measures</source>
        <translation>另须办理</translation>
    </message>
    <message>
        <source>Meetings</source>
        <translation>例会</translation>
    </message>
    <message>
        <source>Middle of the service</source>
        <translation>服务期中</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>每月</translation>
    </message>
    <message>
        <source>Must be made</source>
        <translation>必访</translation>
    </message>
    <message>
        <source>Must be made for</source>
        <translation>必访范围</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>New households</source>
        <translation>新入住回访</translation>
    </message>
    <message>
        <source>New: {name}</source>
        <translation>新增：{name}</translation>
    </message>
    <message>
        <source>No longer: {name}</source>
        <translation>不再有：{name}</translation>
    </message>
    <message>
        <source>No mistakes.</source>
        <translation>没有错误。</translation>
    </message>
    <message>
        <source>Not before</source>
        <translation>不早于</translation>
    </message>
    <message>
        <source>Not these categories</source>
        <translation>不含分类</translation>
    </message>
    <message>
        <source>Not where met at once</source>
        <translation>当场办到的不适用</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>没有变化。</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>Number series</source>
        <translation>编号字头</translation>
    </message>
    <message>
        <source>Numbers of sheets</source>
        <translation>单据编号</translation>
    </message>
    <message>
        <source>Of the company</source>
        <translation>属公司</translation>
    </message>
    <message>
        <source>Of these limits</source>
        <translation>限这些时限</translation>
    </message>
    <message>
        <source>Official code</source>
        <translation>标准代码</translation>
    </message>
    <message>
        <source>On paper</source>
        <translation>纸质</translation>
    </message>
    <message>
        <source>On the watch list</source>
        <translation>重点项目</translation>
    </message>
    <message>
        <source>One more</source>
        <translation>再加一项</translation>
    </message>
    <message>
        <source>Only reminds</source>
        <translation>只作提醒</translation>
    </message>
    <message>
        <source>Other limits</source>
        <translation>其他时限</translation>
    </message>
    <message>
        <source>Outside office hours</source>
        <translation>非办公时间</translation>
    </message>
    <message>
        <source>Own fields</source>
        <translation>自定字段</translation>
    </message>
    <message>
        <source>Own limit</source>
        <translation>服务承诺</translation>
    </message>
    <message>
        <source>Paper forms</source>
        <translation>表单表号</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>部分</translation>
    </message>
    <message>
        <source>Parts of the rule book</source>
        <translation>规程各部分</translation>
    </message>
    <message>
        <source>Parts of the slip</source>
        <translation>派工单各联</translation>
    </message>
    <message>
        <source>Per cent</source>
        <translation>百分比</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>扣分</translation>
    </message>
    <message>
        <source>Points are for</source>
        <translation>扣分归</translation>
    </message>
    <message>
        <source>Posts</source>
        <translation>岗位</translation>
    </message>
    <message>
        <source>Public area or complex</source>
        <translation>公共部位或复杂</translation>
    </message>
    <message>
        <source>Read a rule book</source>
        <translation>读取规程文件</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>必填</translation>
    </message>
    <message>
        <source>Result is back</source>
        <translation>结果反馈</translation>
    </message>
    <message>
        <source>Role here</source>
        <translation>系统角色</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>条数</translation>
    </message>
    <message>
        <source>Rule book</source>
        <translation>规程</translation>
    </message>
    <message>
        <source>Rule books</source>
        <translation>规程</translation>
    </message>
    <message>
        <source>Rule books ({suffix})</source>
        <translation>规程文件 ({suffix})</translation>
    </message>
    <message>
        <source>Runs from the writing down</source>
        <translation>从录入时起算</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>抽样</translation>
    </message>
    <message>
        <source>See what changes…</source>
        <translation>查看有何变化…</translation>
    </message>
    <message>
        <source>Several: with commas between</source>
        <translation>多个用、隔开</translation>
    </message>
    <message>
        <source>Slips</source>
        <translation>派工单</translation>
    </message>
    <message>
        <source>Slips still out</source>
        <translation>未回单</translation>
    </message>
    <message>
        <source>Something that no table shows.</source>
        <translation>表格以外的内容有变。</translation>
    </message>
    <message>
        <source>Sort</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>Source documents</source>
        <translation>依据文件</translation>
    </message>
    <message>
        <source>Source of the limit</source>
        <translation>承诺依据</translation>
    </message>
    <message>
        <source>Special closing</source>
        <translation>特殊关闭</translation>
    </message>
    <message>
        <source>Surveys</source>
        <translation>调查</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>去掉</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>Teams</source>
        <translation>班组</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>原文</translation>
    </message>
    <message>
        <source>Text of the rule book</source>
        <translation>规程原文</translation>
    </message>
    <message>
        <source>The caller can be reached</source>
        <translation>能联系到来电人</translation>
    </message>
    <message>
        <source>The documents that the rule book was made from.</source>
        <translation>本规程所依据的文件。</translation>
    </message>
    <message>
        <source>The first that fits goes.</source>
        <translation>符合多条时，以第一条为准。</translation>
    </message>
    <message>
        <source>The first version.</source>
        <translation>第一版。</translation>
    </message>
    <message>
        <source>The last that fits goes.</source>
        <translation>符合多条时，以最后一条为准。</translation>
    </message>
    <message>
        <source>The lowest first.</source>
        <translation>从低到高排列。</translation>
    </message>
    <message>
        <source>The rule book says nothing of this.</source>
        <translation>本规程未作规定。</translation>
    </message>
    <message>
        <source>The same matter</source>
        <translation>同一事项</translation>
    </message>
    <message>
        <source>There: {change}</source>
        <translation>对方：{change}</translation>
    </message>
    <message>
        <source>They stand in the registration form of their kinds from the next case on.</source>
        <translation>采用后，从下一件起出现在相应类别的登记表中。</translation>
    </message>
    <message>
        <source>Those of the upper level stand for all below them.</source>
        <translation>选上级分类即包括其下各类。</translation>
    </message>
    <message>
        <source>Ticked</source>
        <translation>勾选情形</translation>
    </message>
    <message>
        <source>Tiers</source>
        <translation>档次</translation>
    </message>
    <message>
        <source>Times of day</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>To</source>
        <translation>报到</translation>
    </message>
    <message>
        <source>Tries on record</source>
        <translation>记录在案的努力次数</translation>
    </message>
    <message>
        <source>Two to four capital letters; what was numbered before keeps its number.</source>
        <translation>两到四个大写字母；此前的编号不变。</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Up to</source>
        <translation>每月至</translation>
    </message>
    <message>
        <source>Usual team</source>
        <translation>常用班组</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Waits for</source>
        <translation>可暂停的等待</translation>
    </message>
    <message>
        <source>Warned before</source>
        <translation>提前提醒</translation>
    </message>
    <message>
        <source>Warnings of other limits</source>
        <translation>其余时限的提醒</translation>
    </message>
    <message>
        <source>Watched</source>
        <translation>重点</translation>
    </message>
    <message>
        <source>Waves</source>
        <translation>同批事项</translation>
    </message>
    <message>
        <source>Week</source>
        <translation>每周</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>What comes along of this office's own:</source>
        <translation>本处自己的这些一并带过去：</translation>
    </message>
    <message>
        <source>What is no longer in use is closed, not taken out: its name stays.</source>
        <translation>不再使用的请停用，不要去掉：原有记录仍显示其名称。</translation>
    </message>
    <message>
        <source>What it changed</source>
        <translation>改了什么</translation>
    </message>
    <message>
        <source>What marks it</source>
        <translation>特点</translation>
    </message>
    <message>
        <source>What was changed here and not adopted yet is here again.</source>
        <translation>上次改了还没有采用的内容已恢复在这里。</translation>
    </message>
    <message>
        <source>What “morning” means where a time is typed, such as 08:30 to 12:00.</source>
        <translation>录入时间时“上午”等所指的时段，如 08:30 至 12:00。</translation>
    </message>
    <message>
        <source>When it goes up</source>
        <translation>何时上报</translation>
    </message>
    <message>
        <source>Where it is to be paid for</source>
        <translation>收费的才交回</translation>
    </message>
    <message>
        <source>Which cases</source>
        <translation>适用</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>谁</translation>
    </message>
    <message>
        <source>Who that is here</source>
        <translation>对应角色</translation>
    </message>
    <message>
        <source>Whose it is</source>
        <translation>一开始归谁办</translation>
    </message>
    <message>
        <source>With an appointment</source>
        <translation>有预约</translation>
    </message>
    <message>
        <source>Within</source>
        <translation>期限</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>Yuan</source>
        <translation>金额（元）</translation>
    </message>
    <message>
        <source>all cases</source>
        <translation>所有事项</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>另有 {count} 处</translation>
    </message>
    <message>
        <source>another order</source>
        <translation>排列顺序有变</translation>
    </message>
    <message>
        <source>days</source>
        <translation>天</translation>
    </message>
    <message>
        <source>hours</source>
        <translation>小时</translation>
    </message>
    <message>
        <source>its office hours and when the desk is manned</source>
        <translation>办公时间和前台值守时间</translation>
    </message>
    <message>
        <source>its own fields: {names}</source>
        <translation>自定字段：{names}</translation>
    </message>
    <message>
        <source>minutes</source>
        <translation>分钟</translation>
    </message>
    <message>
        <source>months</source>
        <translation>个月</translation>
    </message>
    <message>
        <source>the agreed day</source>
        <translation>预约当天</translation>
    </message>
    <message>
        <source>the agreed time</source>
        <translation>预约时间</translation>
    </message>
    <message>
        <source>the promised time</source>
        <translation>约定的时间</translation>
    </message>
    <message>
        <source>the same day</source>
        <translation>当天</translation>
    </message>
    <message>
        <source>the teams in which somebody works: {names}</source>
        <translation>有人在岗的班组：{names}</translation>
    </message>
    <message>
        <source>working days</source>
        <translation>个工作日</translation>
    </message>
    <message>
        <source>{count} sources or remarks</source>
        <translation>依据或备注有变：{count} 条</translation>
    </message>
    <message>
        <source>{name}, {what}: {old} → {new}</source>
        <translation>{name}，{what}：{old} → {new}</translation>
    </message>
    <message>
        <source>{name}: {old} → {new}</source>
        <translation>{name}：{old} → {new}</translation>
    </message>
    <message>
        <source>{old} → {new}</source>
        <translation>{old} → {new}</translation>
    </message>
    <message>
        <source>{part}: new</source>
        <translation>{part}：新增</translation>
    </message>
    <message>
        <source>{part}: {name}</source>
        <translation>{part}：{name}</translation>
    </message>
    <message>
        <source>{what}: {value}</source>
        <translation>{what}：{value}</translation>
    </message>
    <message>
        <source>“Add…” begins it.</source>
        <translation>点“新增…”添加。</translation>
    </message>
</context>
<context>
    <name>RuleBookSettings</name>
    <message>
        <source>Adopt</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>Adopt the rule book with these changes?</source>
        <translation>采用有以下改动的规程？</translation>
    </message>
    <message>
        <source>Departments and hours</source>
        <translation>部门和时间</translation>
    </message>
    <message>
        <source>Departments and teams</source>
        <translation>部门和班组</translation>
    </message>
    <message>
        <source>Here: {change}</source>
        <translation>这里：{change}</translation>
    </message>
    <message>
        <source>Office hours</source>
        <translation>办公时间</translation>
    </message>
    <message>
        <source>Saving makes a new version of the rule book; what was registered before keeps its limits.</source>
        <translation>保存后成为规程的新版本；此前登记的仍按原时限。</translation>
    </message>
    <message>
        <source>See what changes…</source>
        <translation>查看改动…</translation>
    </message>
    <message>
        <source>Take over…</source>
        <translation>采用…</translation>
    </message>
    <message>
        <source>The desk is manned</source>
        <translation>前台值班时间</translation>
    </message>
    <message>
        <source>The program's rule book knows more words that categories are found by.</source>
        <translation>程序自带的规程里，查找分类可用的词更多。</translation>
    </message>
    <message>
        <source>There: something else in the rule book</source>
        <translation>对方：规程的其他内容</translation>
    </message>
    <message>
        <source>There: {change}</source>
        <translation>对方：{change}</translation>
    </message>
    <message>
        <source>This rule book says nothing of follow-ups, so none are asked for. The program's own has them.</source>
        <translation>现行规程没有规定回访，所以不会提示回访。程序自带的规程里有。</translation>
    </message>
    <message>
        <source>This rule book says nothing of the course of a matter: the ladder, approvals, waves, special closing. The program's own has them.</source>
        <translation>现行规程没有规定办理经过（上报层级、审批、同批事项、特殊关闭等），程序自带的规程里有。</translation>
    </message>
    <message>
        <source>Version {version} of the rule book is in force.</source>
        <translation>规程第 {version} 版已生效。</translation>
    </message>
</context>
<context>
    <name>SafetySettings</name>
    <message>
        <source>Another passphrase…</source>
        <translation>更换口令…</translation>
    </message>
    <message>
        <source>Back up, then remove</source>
        <translation>先备份，再删除</translation>
    </message>
    <message>
        <source>Books on a server are encrypted by the server's own disk.</source>
        <translation>服务器上的数据由服务器磁盘加密。</translation>
    </message>
    <message>
        <source>Encrypt the books…</source>
        <translation>加密数据…</translation>
    </message>
    <message>
        <source>Encrypted are the books, the files kept with cases, backups made from then on, and what is typed and not saved yet. Prints, exports and backups made before are not.</source>
        <translation>加密范围：数据、附件、此后的备份、已录入未保存的内容。打印件、导出文件和此前的备份不加密。</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>加密</translation>
    </message>
    <message>
        <source>Encryption and recovery</source>
        <translation>加密与恢复码</translation>
    </message>
    <message>
        <source>Make a new recovery code…</source>
        <translation>制作新的恢复码…</translation>
    </message>
    <message>
        <source>Make the books plain again…</source>
        <translation>取消加密…</translation>
    </message>
    <message>
        <source>Not all of it could be done. Put this right, then start the program again: it does the rest.</source>
        <translation>还有一部分没有做完。请先解决以下问题，再重新启动程序，其余的会自动完成。</translation>
    </message>
    <message>
        <source>Recovery code</source>
        <translation>恢复码</translation>
    </message>
    <message>
        <source>Remove the earlier copies?</source>
        <translation>删除此前的备份和副本？</translation>
    </message>
    <message>
        <source>The books are encrypted. The passphrase is asked for at each start.</source>
        <translation>数据已加密，每次启动都要输入口令。</translation>
    </message>
    <message>
        <source>The books are not encrypted: whoever can read the file can read them.</source>
        <translation>数据未加密：能读到文件的人就能看到内容。</translation>
    </message>
    <message>
        <source>There is a code; whoever has the sheet can make an administrator.</source>
        <translation>已有恢复码；持有那一页的人可以指定管理员。</translation>
    </message>
    <message>
        <source>There is none yet: an office that loses its last administrator is shut.</source>
        <translation>还没有恢复码：一旦没有了管理员，便无法再管理本系统。</translation>
    </message>
    <message>
        <source>{count} backups and copies of the records are not encrypted. They lie in:
{folders}

An encrypted backup is made and checked first. Copies on other disks and sticks are yours to remove.</source>
        <translation>有 {count} 份备份和数据副本没有加密，位置是：
{folders}

将先做一份加密备份并核对，再删除它们。其他磁盘和 U 盘上的副本请自行删除。</translation>
    </message>
    <message>
        <source>{count} copies that were not encrypted are removed.</source>
        <translation>已删除 {count} 份未加密的备份和副本。</translation>
    </message>
</context>
<context>
    <name>SavedSearches</name>
    <message>
        <source>Change</source>
        <translation>修改查询</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>修改…</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Finds</source>
        <translation>查什么</translation>
    </message>
    <message>
        <source>For the whole office</source>
        <translation>全处共用</translation>
    </message>
    <message>
        <source>It stands above the list as a button with the number of cases it finds.</source>
        <translation>保存后在列表上方显示为按钮，并带件数。</translation>
    </message>
    <message>
        <source>My own</source>
        <translation>我的</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Nothing is saved yet.</source>
        <translation>还没有保存的查询。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove the saved search?</source>
        <translation>移除这个查询？</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
    <message>
        <source>Save the search</source>
        <translation>保存查询</translation>
    </message>
    <message>
        <source>Saved searches</source>
        <translation>保存的查询</translation>
    </message>
    <message>
        <source>Search with Ctrl+F, then press “Save the search” above the list.</source>
        <translation>按 Ctrl+F 查询，再点列表上方的“保存查询”。</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Whole office</source>
        <translation>全处</translation>
    </message>
    <message>
        <source>Whose</source>
        <translation>谁的</translation>
    </message>
    <message>
        <source>such as: late in building 3</source>
        <translation>例如：3栋逾期</translation>
    </message>
    <message>
        <source>“{name}” will stand above the list no more; the cases stay.</source>
        <translation>列表上方将不再显示“{name}”，登记内容不受影响。</translation>
    </message>
</context>
<context>
    <name>ScanDialog</name>
    <message>
        <source>Another folder…</source>
        <translation>换文件夹…</translation>
    </message>
    <message>
        <source>Arrows and Space choose; several can be chosen.</source>
        <translation>方向键移动，空格选中，可多选。</translation>
    </message>
    <message>
        <source>From the scanner</source>
        <translation>扫描件</translation>
    </message>
    <message>
        <source>Into which folder does the scanner put its files?</source>
        <translation>扫描仪把文件放在哪个文件夹？</translation>
    </message>
    <message>
        <source>No picture or PDF lies in this folder yet. Scan, and it appears here.</source>
        <translation>此文件夹里还没有图片或 PDF。扫描后会出现在这里。</translation>
    </message>
    <message>
        <source>Take</source>
        <translation>选用</translation>
    </message>
    <message>
        <source>The scanner's newest files</source>
        <translation>最新的扫描件</translation>
    </message>
</context>
<context>
    <name>Scrolling</name>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>已保存。</translation>
    </message>
</context>
<context>
    <name>SettingsWindow</name>
    <message>
        <source>Close the settings?</source>
        <translation>关闭设置？</translation>
    </message>
    <message>
        <source>Discard the changes</source>
        <translation>放弃改动</translation>
    </message>
    <message>
        <source>Go back to them</source>
        <translation>返回继续</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>What you changed there is not saved yet:
{pages}</source>
        <translation>以下页面的改动还没有保存：
{pages}</translation>
    </message>
</context>
<context>
    <name>Sheets</name>
    <message>
        <source>A result is promised for {moment}.</source>
        <translation>约定{moment}前答复结果。</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>反馈</translation>
    </message>
    <message>
        <source>By whom</source>
        <translation>经手人</translation>
    </message>
    <message>
        <source>Corrective action</source>
        <translation>纠正/预防措施</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>责任部门</translation>
    </message>
    <message>
        <source>Issue again</source>
        <translation>重开</translation>
    </message>
    <message>
        <source>Issued again as {number}.</source>
        <translation>已重开为{number}。</translation>
    </message>
    <message>
        <source>It is the department's result</source>
        <translation>这是部门的处理结果</translation>
    </message>
    <message>
        <source>Liaison sheets</source>
        <translation>投诉处理联系单</translation>
    </message>
    <message>
        <source>Nothing was printed.</source>
        <translation>没有打印。</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>开单</translation>
    </message>
    <message>
        <source>Opened as {number}.</source>
        <translation>已开单：{number}。</translation>
    </message>
    <message>
        <source>Papers of this case</source>
        <translation>本件单据</translation>
    </message>
    <message>
        <source>Preview and print</source>
        <translation>预览并打印</translation>
    </message>
    <message>
        <source>Print it: measures and their check are written on it</source>
        <translation>打印：措施和验证写在单上</translation>
    </message>
    <message>
        <source>Responsible</source>
        <translation>责任人</translation>
    </message>
    <message>
        <source>Signed for</source>
        <translation>签收</translation>
    </message>
    <message>
        <source>The cause</source>
        <translation>原因分析</translation>
    </message>
    <message>
        <source>The facts</source>
        <translation>不合格事实</translation>
    </message>
    <message>
        <source>To read out to the client, without internal notes</source>
        <translation>可念给业主听（不含内部备注）</translation>
    </message>
    <message>
        <source>Void</source>
        <translation>作废</translation>
    </message>
    <message>
        <source>What became of it</source>
        <translation>办理情况</translation>
    </message>
    <message>
        <source>What came back, or why it is void</source>
        <translation>反馈内容，或作废原因</translation>
    </message>
    <message>
        <source>Which paper</source>
        <translation>哪一种</translation>
    </message>
    <message>
        <source>Which sheet</source>
        <translation>哪一张</translation>
    </message>
    <message>
        <source>answered by {whom}, {moment}: {words}</source>
        <translation>{whom}反馈，{moment}：{words}</translation>
    </message>
    <message>
        <source>signed for by {whom}, {moment}</source>
        <translation>{whom}签收，{moment}</translation>
    </message>
    <message>
        <source>void</source>
        <translation>作废</translation>
    </message>
    <message>
        <source>void: {reason}</source>
        <translation>作废：{reason}</translation>
    </message>
    <message>
        <source>{number} is answered.</source>
        <translation>{number}已反馈。</translation>
    </message>
    <message>
        <source>{number} is signed for.</source>
        <translation>{number}已签收。</translation>
    </message>
    <message>
        <source>{number} is void. The number stays in the books.</source>
        <translation>{number}已作废，编号留在账上。</translation>
    </message>
</context>
<context>
    <name>SideForm</name>
    <message>
        <source>A pet of this household</source>
        <translation>登记宠物</translation>
    </message>
    <message>
        <source>A vehicle of this household</source>
        <translation>登记车辆</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>验收日期</translation>
    </message>
    <message>
        <source>Animal</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>Change the pet</source>
        <translation>修改宠物</translation>
    </message>
    <message>
        <source>Change the vehicle</source>
        <translation>修改车辆</translation>
    </message>
    <message>
        <source>Change the works</source>
        <translation>修改装修</translation>
    </message>
    <message>
        <source>Firm</source>
        <translation>施工单位</translation>
    </message>
    <message>
        <source>From</source>
        <translation>起</translation>
    </message>
    <message>
        <source>In charge on site</source>
        <translation>现场负责人</translation>
    </message>
    <message>
        <source>Make, colour</source>
        <translation>车型、颜色</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名字</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Permit no.</source>
        <translation>证号</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Plate</source>
        <translation>车牌</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>车位</translation>
    </message>
    <message>
        <source>The household</source>
        <translation>本户</translation>
    </message>
    <message>
        <source>To</source>
        <translation>止</translation>
    </message>
    <message>
        <source>What is done</source>
        <translation>装修内容</translation>
    </message>
    <message>
        <source>Whose</source>
        <translation>归谁</translation>
    </message>
    <message>
        <source>Works in this household</source>
        <translation>登记装修</translation>
    </message>
</context>
<context>
    <name>SideLines</name>
    <message>
        <source>A pet</source>
        <translation>宠物</translation>
    </message>
    <message>
        <source>A vehicle</source>
        <translation>车辆</translation>
    </message>
    <message>
        <source>Change {what}</source>
        <translation>修改 {what}</translation>
    </message>
    <message>
        <source>Decoration</source>
        <translation>装修</translation>
    </message>
    <message>
        <source>Pets</source>
        <translation>宠物</translation>
    </message>
    <message>
        <source>Take out {what}…</source>
        <translation>作废 {what}…</translation>
    </message>
    <message>
        <source>Vehicles</source>
        <translation>车辆</translation>
    </message>
    <message>
        <source>Works</source>
        <translation>装修</translation>
    </message>
    <message>
        <source>accepted {day}</source>
        <translation>{day} 验收</translation>
    </message>
    <message>
        <source>not accepted yet</source>
        <translation>未验收</translation>
    </message>
    <message>
        <source>permit {number}</source>
        <translation>证号 {number}</translation>
    </message>
</context>
<context>
    <name>SignInPage</name>
    <message>
        <source>Locked. What was typed is kept.</source>
        <translation>已锁定，正在填写的内容已保留。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>No administrator any more?</source>
        <translation>管理员无法登录？</translation>
    </message>
    <message>
        <source>Nobody goes on with a password that somebody else set.</source>
        <translation>别人设的密码必须先改掉才能继续。</translation>
    </message>
    <message>
        <source>Of this machine's settings these could not be read and start anew: {names}. As they stood they are kept in {path}.</source>
        <translation>本机设置中以下几项无法读取，已恢复为初始值：{names}。原来的设置文件已另存为 {path}。</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>The settings of this machine were damaged and are put aside as {path}.</source>
        <translation>本机设置文件已损坏，已另存为 {path}。</translation>
    </message>
    <message>
        <source>Who sits at this desk?</source>
        <translation>请当班人员登录</translation>
    </message>
    <message>
        <source>{name} is an administrator now, and signs in with the new password.</source>
        <translation>{name} 已是管理员，请用新密码登录。</translation>
    </message>
</context>
<context>
    <name>SlipFacts</name>
    <message>
        <source>Done again under guarantee</source>
        <translation>质保返修</translation>
    </message>
    <message>
        <source>Qualification</source>
        <translation>资质</translation>
    </message>
    <message>
        <source>Their phone</source>
        <translation>第三方电话</translation>
    </message>
    <message>
        <source>Third party</source>
        <translation>第三方</translation>
    </message>
    <message>
        <source>Third party…</source>
        <translation>第三方施工…</translation>
    </message>
    <message>
        <source>Warranty</source>
        <translation>保修</translation>
    </message>
    <message>
        <source>by the file until {day}</source>
        <translation>业主档案：保修至{day}</translation>
    </message>
    <message>
        <source>firm or person</source>
        <translation>单位或个人</translation>
    </message>
    <message>
        <source>no, a new job</source>
        <translation>不是，新报修</translation>
    </message>
    <message>
        <source>nothing today</source>
        <translation>当日无工单</translation>
    </message>
    <message>
        <source>today {slips}, {open} open, {late} late: {workers}</source>
        <translation>当日{slips}单，未完{open}，逾期{late}：{workers}</translation>
    </message>
    <message>
        <source>{number}, guaranteed until {day}: {result}</source>
        <translation>{number}，质保至{day}：{result}</translation>
    </message>
</context>
<context>
    <name>SlipPrinting</name>
    <message>
        <source>Binding list {month}.xlsx</source>
        <translation>派工单装订清单 {month}.xlsx</translation>
    </message>
    <message>
        <source>Export the binding list</source>
        <translation>导出装订清单</translation>
    </message>
</context>
<context>
    <name>Splitter</name>
    <message>
        <source>A narrower list</source>
        <translation>列表窄一些</translation>
    </message>
    <message>
        <source>A wider list</source>
        <translation>列表宽一些</translation>
    </message>
</context>
<context>
    <name>StaffPage</name>
    <message>
        <source>Everyone signs in with a name and a password of their own.</source>
        <translation>每人用自己的姓名和密码登录。</translation>
    </message>
    <message>
        <source>Nobody here registers calls yet: an administrator doesn't. Add a clerk or a supervisor.</source>
        <translation>还没有人能登记来电：管理员不登记。请加一名前台或主管。</translation>
    </message>
    <message>
        <source>One more</source>
        <translation>再加一人</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Staff</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Tell each their first password; at the first sign-in it has to be changed. Lines may be empty.</source>
        <translation>把初始密码告诉本人，首次登录必须更改。空行不算。</translation>
    </message>
    <message>
        <source>The others</source>
        <translation>其他人员</translation>
    </message>
    <message>
        <source>The password again</source>
        <translation>再输一遍密码</translation>
    </message>
    <message>
        <source>You: the first administrator</source>
        <translation>您本人：首位管理员</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>您的姓名</translation>
    </message>
</context>
<context>
    <name>StaffSettings</name>
    <message>
        <source>Add…</source>
        <translation>增加…</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>修改…</translation>
    </message>
    <message>
        <source>Left on</source>
        <translation>离职日期</translation>
    </message>
    <message>
        <source>Left…</source>
        <translation>离职…</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>New password…</source>
        <translation>重设密码…</translation>
    </message>
    <message>
        <source>Nobody is ever deleted: who left keeps the name on what they did.</source>
        <translation>人员从不删除：离职后，经手的事上名字照留。</translation>
    </message>
    <message>
        <source>Nobody works here</source>
        <translation>没有人员</translation>
    </message>
    <message>
        <source>Only an administrator changes this.</source>
        <translation>管理员的账号只能由管理员更改。</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Staff</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>班组</translation>
    </message>
    <message>
        <source>Those who left too</source>
        <translation>显示已离职的</translation>
    </message>
    <message>
        <source>Whose data they saw…</source>
        <translation>看过谁的信息…</translation>
    </message>
    <message>
        <source>Works here again</source>
        <translation>回来上班</translation>
    </message>
    <message>
        <source>{name} signs in again with the old password.</source>
        <translation>{name}可用原密码登录。</translation>
    </message>
</context>
<context>
    <name>StaffWords</name>
    <message>
        <source>Answers, reminds, reopens; prints and exports lists.</source>
        <translation>答复、催办、重新办理；打印和导出表册。</translation>
    </message>
    <message>
        <source>As a clerk; also voids slips and cases.</source>
        <translation>同前台，另可作废单据和事项。</translation>
    </message>
    <message>
        <source>As a supervisor; also keeps staff and settings.</source>
        <translation>同主管，另管人员和设置。</translation>
    </message>
    <message>
        <source>Keeps staff, settings and lists; registers no calls.</source>
        <translation>管人员、设置和名册，不登记来电。</translation>
    </message>
    <message>
        <source>Registers calls, issues slips, closes cases, keeps the households.</source>
        <translation>登记、派单、结案，管住户资料。</translation>
    </message>
    <message>
        <source>Sees slips and their charges; prints and exports.</source>
        <translation>看单据和收费，打印和导出。</translation>
    </message>
    <message>
        <source>Writes down how slips go on: taken, on site, done.</source>
        <translation>登记单据进度：接单、到场、完工。</translation>
    </message>
    <message>
        <source>no team</source>
        <translation>不在班组</translation>
    </message>
</context>
<context>
    <name>StatisticsTab</name>
    <message>
        <source>All issued</source>
        <translation>全部开单</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>正在统计…</translation>
    </message>
    <message>
        <source>Counts the rows of old registers too, as for the year before</source>
        <translation>件数计入历史台账，例如用于与去年同月比较</translation>
    </message>
    <message>
        <source>Excel</source>
        <translation>Excel</translation>
    </message>
    <message>
        <source>Finished or late</source>
        <translation>已完工或逾期</translation>
    </message>
    <message>
        <source>Go to another month with ← and →, or type one such as 2026-10. Calls come in on the page “Register”; months from before the program count with the old registers that were read in.</source>
        <translation>按 ← → 换月份，或直接输入，如 2026-10。来电来访在“登记”页登记；启用本程序以前的月份，可勾选“含历史台账”统计已导入的历史台账。</translation>
    </message>
    <message>
        <source>Month after</source>
        <translation>下一月</translation>
    </message>
    <message>
        <source>Month before</source>
        <translation>上一月</translation>
    </message>
    <message>
        <source>Month: 2026-10, or ← and →</source>
        <translation>月份：如 2026-10，或按 ← →</translation>
    </message>
    <message>
        <source>Nothing to count in this month.</source>
        <translation>这个月没有可统计的事项。</translation>
    </message>
    <message>
        <source>Open at the end of the month</source>
        <translation>期末在办</translation>
    </message>
    <message>
        <source>Points and fines</source>
        <translation>扣分与罚款</translation>
    </message>
    <message>
        <source>Preview the report, print or save it  Ctrl+Shift+P</source>
        <translation>预览月报，打印或存为 PDF  Ctrl+Shift+P</translation>
    </message>
    <message>
        <source>Print / save PDF</source>
        <translation>打印 / 另存 PDF</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>本月受理</translation>
    </message>
    <message>
        <source>Show the cases</source>
        <translation>查看事项</translation>
    </message>
    <message>
        <source>The rate in time is of</source>
        <translation>及时率分母</translation>
    </message>
    <message>
        <source>This month has not begun yet.</source>
        <translation>这个月还没有开始。</translation>
    </message>
    <message>
        <source>What broken limits cost each department  Alt+P</source>
        <translation>各部门因逾期被扣的分和罚款  Alt+P</translation>
    </message>
    <message>
        <source>With old registers</source>
        <translation>含历史台账</translation>
    </message>
    <message>
        <source>Write the month to Excel  Ctrl+E</source>
        <translation>把本月导出到 Excel  Ctrl+E</translation>
    </message>
    <message>
        <source>and {count} in other cases</source>
        <translation>另有并入、转类 {count}</translation>
    </message>
    <message>
        <source>and {count} void</source>
        <translation>另有作废 {count}</translation>
    </message>
    <message>
        <source>counted {time}</source>
        <translation>统计于 {time}</translation>
    </message>
    <message>
        <source>denominator</source>
        <translation>分母</translation>
    </message>
    <message>
        <source>undecided</source>
        <translation>未到期</translation>
    </message>
    <message>
        <source>{count} undecided</source>
        <translation>{count} 件未到期</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Backup failed · {last}</source>
        <translation>备份失败 · {last}</translation>
    </message>
    <message>
        <source>Ctrl+K all deeds</source>
        <translation>Ctrl+K 所有操作</translation>
    </message>
    <message>
        <source>Database on this computer: {name}</source>
        <translation>本机数据库 {name}</translation>
    </message>
    <message>
        <source>Database {name} on {host}</source>
        <translation>{host} 上的数据库 {name}</translation>
    </message>
    <message>
        <source>F1 help</source>
        <translation>F1 帮助</translation>
    </message>
    <message>
        <source>Free some space soon: without it nothing can be saved.</source>
        <translation>请尽快清理磁盘，空间用完后就无法保存。</translation>
    </message>
    <message>
        <source>Fri</source>
        <translation>周五</translation>
    </message>
    <message>
        <source>Last backup {time}, verified</source>
        <translation>上次备份 {time}，已校验</translation>
    </message>
    <message>
        <source>Mon</source>
        <translation>周一</translation>
    </message>
    <message>
        <source>No backup yet</source>
        <translation>尚无备份</translation>
    </message>
    <message>
        <source>Only {size} MB free on the disk</source>
        <translation>磁盘只剩 {size} MB</translation>
    </message>
    <message>
        <source>Sat</source>
        <translation>周六</translation>
    </message>
    <message>
        <source>Sun</source>
        <translation>周日</translation>
    </message>
    <message>
        <source>Thu</source>
        <translation>周四</translation>
    </message>
    <message>
        <source>Tip: {words}</source>
        <translation>提示：{words}</translation>
    </message>
    <message>
        <source>Tue</source>
        <translation>周二</translation>
    </message>
    <message>
        <source>Wed</source>
        <translation>周三</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>{procedure}, version {number}</source>
        <translation>{procedure} 第{number}版</translation>
    </message>
</context>
<context>
    <name>StepForm</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>StepSlot</name>
    <message>
        <source>Go on with it</source>
        <translation>继续填写</translation>
    </message>
    <message>
        <source>What you typed is kept, and comes back when you open it again.</source>
        <translation>填写的内容已保留，再次打开时会带出来。</translation>
    </message>
</context>
<context>
    <name>StrangerLine</name>
    <message>
        <source>Add</source>
        <translation>加入本户</translation>
    </message>
    <message>
        <source>There since</source>
        <translation>入住日期</translation>
    </message>
    <message>
        <source>Who they are there</source>
        <translation>与本户关系</translation>
    </message>
    <message>
        <source>{name} isn't in this household's book:</source>
        <translation>{name} 不在本户住户簿中，可加入：</translation>
    </message>
</context>
<context>
    <name>SummaryPage</name>
    <message>
        <source>Everything once more</source>
        <translation>最后核对</translation>
    </message>
    <message>
        <source>Nothing is written yet. Go back to change something; what is typed stays.</source>
        <translation>还什么都没写入。要改请往回走，填过的都在。</translation>
    </message>
</context>
<context>
    <name>SupportDialog</name>
    <message>
        <source>Files of the bundle</source>
        <translation>支持包里的文件</translation>
    </message>
    <message>
        <source>For whoever helps from afar. It holds no names, phones or texts of the office; read it before you pass it on. Nothing is sent anywhere: it becomes a file, and what happens with it is up to you.</source>
        <translation>给远程帮忙的人看。里面没有姓名、电话和登记的内容；转交之前请先看一遍。程序不会发送任何东西，只存成一个文件，交给谁由您决定。</translation>
    </message>
    <message>
        <source>Save the support bundle</source>
        <translation>保存支持包</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Support bundle</source>
        <translation>支持包</translation>
    </message>
    <message>
        <source>The bundle is written: {path}</source>
        <translation>支持包已写好：{path}</translation>
    </message>
    <message>
        <source>These files, as they stand here, are all that is in it.</source>
        <translation>支持包里只有这些文件，内容与这里显示的完全一样。</translation>
    </message>
    <message>
        <source>What stands in it</source>
        <translation>文件内容</translation>
    </message>
</context>
<context>
    <name>Tab</name>
    <message>
        <source>Answers</source>
        <translation>答客问</translation>
    </message>
    <message>
        <source>Binding</source>
        <translation>装订</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日常</translation>
    </message>
    <message>
        <source>Diary</source>
        <translation>工作日记</translation>
    </message>
    <message>
        <source>Directory</source>
        <translation>电话簿</translation>
    </message>
    <message>
        <source>Find a table: category, building, department</source>
        <translation>查找表格：分类、楼栋、部门</translation>
    </message>
    <message>
        <source>Find anything: name, room, phone, number</source>
        <translation>查找：姓名、房号、电话、编号</translation>
    </message>
    <message>
        <source>Find cases: text, name, room, phone, number</source>
        <translation>查找事项：内容、姓名、房号、电话、编号</translation>
    </message>
    <message>
        <source>Find follow-ups: room, name, phone, content</source>
        <translation>查找回访：房号、姓名、电话、内容</translation>
    </message>
    <message>
        <source>Find on this page: words, pinyin</source>
        <translation>在本页查找：文字、拼音</translation>
    </message>
    <message>
        <source>Find places: room, name, pinyin, phone</source>
        <translation>查住户：房号、姓名、拼音、电话</translation>
    </message>
    <message>
        <source>Find slips: room, name, phone, content</source>
        <translation>查派工单：房号、姓名、电话、内容</translation>
    </message>
    <message>
        <source>Follow-ups</source>
        <translation>回访</translation>
    </message>
    <message>
        <source>Hand-over</source>
        <translation>交接班</translation>
    </message>
    <message>
        <source>Households</source>
        <translation>住户</translation>
    </message>
    <message>
        <source>Meetings</source>
        <translation>例会</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>登记</translation>
    </message>
    <message>
        <source>Regulations</source>
        <translation>规章制度</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>审阅</translation>
    </message>
    <message>
        <source>Slips back</source>
        <translation>回单</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>统计</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今日</translation>
    </message>
    <message>
        <source>Work orders</source>
        <translation>派工单</translation>
    </message>
</context>
<context>
    <name>TeamDays</name>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Hours agreed</source>
        <translation>约定工时</translation>
    </message>
    <message>
        <source>Hours used</source>
        <translation>已用工时</translation>
    </message>
    <message>
        <source>Late</source>
        <translation>逾期</translation>
    </message>
    <message>
        <source>No team has a slip for this day.</source>
        <translation>当日各班组没有派工单。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>未完</translation>
    </message>
    <message>
        <source>Print the day sheets…</source>
        <translation>打印当日工单…</translation>
    </message>
    <message>
        <source>Slips</source>
        <translation>单数</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>班组</translation>
    </message>
    <message>
        <source>The teams' day</source>
        <translation>班组当日工单</translation>
    </message>
    <message>
        <source>Try another day, or all teams; slips are issued from a case in the register.</source>
        <translation>换一天或选全部班组；派工单从登记簿的事项里开。</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>维修员</translation>
    </message>
    <message>
        <source>all together</source>
        <translation>全班组</translation>
    </message>
    <message>
        <source>not taken yet</source>
        <translation>未接单</translation>
    </message>
</context>
<context>
    <name>Telling</name>
    <message>
        <source>It stands in the list of who saw whom.</source>
        <translation>会记入“谁看过谁”。</translation>
    </message>
    <message>
        <source>Note it</source>
        <translation>记下</translation>
    </message>
    <message>
        <source>Tell a colleague something of {name}</source>
        <translation>告知同事{name}的信息</translation>
    </message>
    <message>
        <source>Told to</source>
        <translation>告知谁</translation>
    </message>
    <message>
        <source>What: of whom which facts</source>
        <translation>内容：谁的哪几样</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>为什么</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>(noted {moment})</source>
        <translation>（{moment} 补记）</translation>
    </message>
    <message>
        <source>Time line</source>
        <translation>经过</translation>
    </message>
    <message>
        <source>promised: {words}</source>
        <translation>答应：{words}</translation>
    </message>
    <message>
        <source>stands still: {reason}</source>
        <translation>暂停计时：{reason}</translation>
    </message>
    <message>
        <source>{step} (taken back)</source>
        <translation>{step}（已撤回）</translation>
    </message>
</context>
<context>
    <name>Times</name>
    <message>
        <source>late {length}</source>
        <translation>逾期 {length}</translation>
    </message>
    <message>
        <source>provisional</source>
        <translation>暂定</translation>
    </message>
    <message>
        <source>today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>tomorrow</source>
        <translation>明天</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>{days} d</source>
        <translation>{days}天</translation>
    </message>
    <message>
        <source>{days} d {hours} h</source>
        <translation>{days}天{hours}小时</translation>
    </message>
    <message>
        <source>{hours} h</source>
        <translation>{hours}小时</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours}小时{minutes}分</translation>
    </message>
    <message>
        <source>{length} left</source>
        <translation>剩 {length}</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes}分</translation>
    </message>
    <message>
        <source>{when} (prov.)</source>
        <translation>{when}（暂定）</translation>
    </message>
</context>
<context>
    <name>TodayTab</name>
    <message>
        <source>Answers owed</source>
        <translation>待答复咨询</translation>
    </message>
    <message>
        <source>Approvals asked for</source>
        <translation>待批复</translation>
    </message>
    <message>
        <source>Call-backs</source>
        <translation>待回访</translation>
    </message>
    <message>
        <source>Called again once handled</source>
        <translation>办结后又来电</translation>
    </message>
    <message>
        <source>Chase</source>
        <translation>催办</translation>
    </message>
    <message>
        <source>Chased</source>
        <translation>已催</translation>
    </message>
    <message>
        <source>Days to review</source>
        <translation>待审阅</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>时限</translation>
    </message>
    <message>
        <source>Due now</source>
        <translation>即将到期</translation>
    </message>
    <message>
        <source>Due today</source>
        <translation>今天到期</translation>
    </message>
    <message>
        <source>Every day is reviewed.</source>
        <translation>每天的登记簿都已审阅。</translation>
    </message>
    <message>
        <source>Every slip has been taken.</source>
        <translation>派工单都已接单。</translation>
    </message>
    <message>
        <source>Every slip is back.</source>
        <translation>派工单都已收回。</translation>
    </message>
    <message>
        <source>It is past {time}: {count} slips are not back. F7 chases the one chosen.</source>
        <translation>已过 {time}，还有 {count} 张派工单没收回。选中按 F7 催办。</translation>
    </message>
    <message>
        <source>Late</source>
        <translation>逾期</translation>
    </message>
    <message>
        <source>Lists</source>
        <translation>清单</translation>
    </message>
    <message>
        <source>No building has several households with one matter.</source>
        <translation>没有几户同一件事而未牵头的。</translation>
    </message>
    <message>
        <source>No case waits.</source>
        <translation>没有等待中的事项。</translation>
    </message>
    <message>
        <source>No enquiry waits for its answer.</source>
        <translation>没有欠着答复的咨询。</translation>
    </message>
    <message>
        <source>No promise to a client is due today.</source>
        <translation>今天没有答应业主要办到的事。</translation>
    </message>
    <message>
        <source>Nobody called again about what is handled.</source>
        <translation>办结的没有再来电的。</translation>
    </message>
    <message>
        <source>Nobody has to be called back today.</source>
        <translation>今天没有要回访的。</translation>
    </message>
    <message>
        <source>Nothing is due at this moment.</source>
        <translation>眼下没有马上到期的事。</translation>
    </message>
    <message>
        <source>Nothing is late.</source>
        <translation>没有逾期的事。</translation>
    </message>
    <message>
        <source>Nothing more falls due today.</source>
        <translation>今天没有到期的事了。</translation>
    </message>
    <message>
        <source>Nothing waits for approval.</source>
        <translation>没有等批复的事。</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Print the list</source>
        <translation>打印清单</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>优先</translation>
    </message>
    <message>
        <source>Promised to clients</source>
        <translation>答应业主的</translation>
    </message>
    <message>
        <source>Register a call</source>
        <translation>登记来电</translation>
    </message>
    <message>
        <source>Show them</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Slip</source>
        <translation>派工单</translation>
    </message>
    <message>
        <source>Slips not back</source>
        <translation>未回单</translation>
    </message>
    <message>
        <source>Slips to be taken</source>
        <translation>待接单</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Waves</source>
        <translation>成批待牵头</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>What is to be done</source>
        <translation>待办事项</translation>
    </message>
    <message>
        <source>When somebody calls, F2 goes to the form.</source>
        <translation>有电话来，按 F2 登记。</translation>
    </message>
    <message>
        <source>Who has it</source>
        <translation>在谁手上</translation>
    </message>
    <message>
        <source>called again</source>
        <translation>再次来电</translation>
    </message>
    <message>
        <source>not reviewed</source>
        <translation>当日登记簿未审阅</translation>
    </message>
    <message>
        <source>promised</source>
        <translation>答应业主</translation>
    </message>
    <message>
        <source>promised {moment}</source>
        <translation>答应 {moment}</translation>
    </message>
    <message>
        <source>since {moment}</source>
        <translation>自 {moment}</translation>
    </message>
    <message>
        <source>what has waited longest on top</source>
        <translation>等得最久的在上面</translation>
    </message>
    <message>
        <source>what is due next on top</source>
        <translation>先到期的在上面</translation>
    </message>
    <message>
        <source>{count} households</source>
        <translation>{count} 户</translation>
    </message>
    <message>
        <source>{count} ×</source>
        <translation>{count} 次</translation>
    </message>
</context>
<context>
    <name>ToldSteps</name>
    <message>
        <source>A solution is proposed</source>
        <translation>提出处理方案</translation>
    </message>
    <message>
        <source>Case study</source>
        <translation>案例</translation>
    </message>
    <message>
        <source>Four things not let go of</source>
        <translation>四不放过</translation>
    </message>
    <message>
        <source>How far it is, and what is still to be done</source>
        <translation>进度如何，还要做什么</translation>
    </message>
    <message>
        <source>How the responsibility was dealt with</source>
        <translation>责任怎样处理</translation>
    </message>
    <message>
        <source>Joint inspection of the site</source>
        <translation>现场联合检查</translation>
    </message>
    <message>
        <source>Notice to the whole company</source>
        <translation>全公司通报</translation>
    </message>
    <message>
        <source>Special measures for a repeat complaint</source>
        <translation>再次投诉的特殊措施</translation>
    </message>
    <message>
        <source>The cause that was found</source>
        <translation>查明的原因</translation>
    </message>
    <message>
        <source>The department reports progress</source>
        <translation>部门报告进度</translation>
    </message>
    <message>
        <source>The department's result is back</source>
        <translation>部门结果反馈</translation>
    </message>
    <message>
        <source>The solution, and what it takes</source>
        <translation>处理方案及所需条件</translation>
    </message>
    <message>
        <source>Traced for the company</source>
        <translation>上级转办追踪</translation>
    </message>
    <message>
        <source>Urgent meeting</source>
        <translation>紧急会议</translation>
    </message>
    <message>
        <source>What came of it</source>
        <translation>处理结果</translation>
    </message>
    <message>
        <source>What happened, why, how it was solved, what to heed</source>
        <translation>经过、原因、解决办法、今后注意什么</translation>
    </message>
    <message>
        <source>What the company was told</source>
        <translation>通报的内容</translation>
    </message>
    <message>
        <source>What was decided</source>
        <translation>会议决定</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>检查情况</translation>
    </message>
    <message>
        <source>Where it stands</source>
        <translation>目前进展</translation>
    </message>
    <message>
        <source>Which measures were taken</source>
        <translation>落实了哪些整改措施</translation>
    </message>
    <message>
        <source>Which measures, and until when</source>
        <translation>采取什么措施，到什么时候</translation>
    </message>
    <message>
        <source>Who brought it</source>
        <translation>反馈人</translation>
    </message>
    <message>
        <source>Who proposes it</source>
        <translation>提出人</translation>
    </message>
    <message>
        <source>Who reported it</source>
        <translation>报告人</translation>
    </message>
    <message>
        <source>Who sees to them</source>
        <translation>负责人</translation>
    </message>
    <message>
        <source>Who was asked</source>
        <translation>向谁了解</translation>
    </message>
    <message>
        <source>Who was taught, and what</source>
        <translation>教育了谁，什么内容</translation>
    </message>
    <message>
        <source>Who was there</source>
        <translation>参加人员</translation>
    </message>
</context>
<context>
    <name>TopLine</name>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
</context>
<context>
    <name>UnknownHolidays</name>
    <message>
        <source>Later</source>
        <translation>以后再说</translation>
    </message>
    <message>
        <source>Open the calendar…</source>
        <translation>打开工作日历…</translation>
    </message>
    <message>
        <source>The holidays of {years} are not confirmed: due times in working days that reach into it are provisional.</source>
        <translation>{years} 年节假日尚未确认：跨入该年、按工作日计算的到期时间为暂定。</translation>
    </message>
</context>
<context>
    <name>UnlockPage</name>
    <message>
        <source>Another office…</source>
        <translation>打开别的数据库…</translation>
    </message>
    <message>
        <source>I have the code</source>
        <translation>我有恢复码</translation>
    </message>
    <message>
        <source>I know the passphrase</source>
        <translation>我知道口令</translation>
    </message>
    <message>
        <source>It opens with the passphrase that was chosen for it.</source>
        <translation>请输入启用加密时设定的口令。</translation>
    </message>
    <message>
        <source>It stands on the sheet in the safe: eight groups of four.</source>
        <translation>恢复码印在保险柜里的那一页上，共八组，每组四位。</translation>
    </message>
    <message>
        <source>Its records: {path}</source>
        <translation>数据文件：{path}</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Opening the books…</source>
        <translation>正在打开数据…</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>口令</translation>
    </message>
    <message>
        <source>Recovery code</source>
        <translation>恢复码</translation>
    </message>
    <message>
        <source>The office is encrypted</source>
        <translation>本单位数据已加密</translation>
    </message>
</context>
<context>
    <name>VoidForm</name>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>The owner called it off</source>
        <translation>业主取消</translation>
    </message>
    <message>
        <source>Void the slip</source>
        <translation>作废此单</translation>
    </message>
    <message>
        <source>Void {number}: it stays in the books under its number and can't come back</source>
        <translation>作废 {number}：单号留底，不能恢复</translation>
    </message>
</context>
<context>
    <name>VoidPaymentForm</name>
    <message>
        <source>Noted on the wrong slip</source>
        <translation>记错了单</translation>
    </message>
    <message>
        <source>Payment</source>
        <translation>收款</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Void a payment of {number}: it stays in the books</source>
        <translation>作废 {number} 的一笔收款：记录保留在册</translation>
    </message>
    <message>
        <source>Void the payment</source>
        <translation>作废收款</translation>
    </message>
</context>
<context>
    <name>VoidReasonForm</name>
    <message>
        <source>Entered by mistake</source>
        <translation>录入有误</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>停用</translation>
    </message>
</context>
<context>
    <name>WavesSteps</name>
    <message>
        <source>Go along</source>
        <translation>同批</translation>
    </message>
    <message>
        <source>Goes along with a lead case</source>
        <translation>并入牵头件</translation>
    </message>
    <message>
        <source>It goes along with the lead case.</source>
        <translation>已并入牵头件。</translation>
    </message>
    <message>
        <source>It keeps its number and its caller; slip and handling are the lead case's.</source>
        <translation>编号和来电人不变，派单和办结都在牵头件上。</translation>
    </message>
    <message>
        <source>Lead a wave: which cases go along with this one?</source>
        <translation>本件牵头：哪些件同批？</translation>
    </message>
    <message>
        <source>Lead case</source>
        <translation>牵头件</translation>
    </message>
    <message>
        <source>No later open case of this category in the building. An earlier one leads.</source>
        <translation>本栋没有比本件晚报、同类且单子不在外的件；应由先报的一件牵头。</translation>
    </message>
    <message>
        <source>Out of the wave</source>
        <translation>移出牵头件</translation>
    </message>
    <message>
        <source>Put under it</source>
        <translation>并入</translation>
    </message>
    <message>
        <source>Put under this one</source>
        <translation>由本件牵头</translation>
    </message>
    <message>
        <source>Take it out</source>
        <translation>移出</translation>
    </message>
    <message>
        <source>Why does it go on by itself?</source>
        <translation>为什么单独处理？</translation>
    </message>
    <message>
        <source>Why, if that needs saying</source>
        <translation>说明（可不填）</translation>
    </message>
    <message>
        <source>of the same category in the building</source>
        <translation>本栋同类</translation>
    </message>
    <message>
        <source>{count} cases go along and are handled with these words: {cases}</source>
        <translation>同批 {count} 件将以此结果一并办结：{cases}</translation>
    </message>
    <message>
        <source>{count} cases go along with this one now.</source>
        <translation>现有 {count} 件由本件牵头。</translation>
    </message>
</context>
<context>
    <name>WhoBox</name>
    <message>
        <source>Not in the books: note “{words}” as the place</source>
        <translation>不在册：把“{words}”记为地点</translation>
    </message>
    <message>
        <source>Not in the books: {words} is the caller's phone</source>
        <translation>簿上没有：{words} 记为来电人电话</translation>
    </message>
    <message>
        <source>Not in the books: “{words}” is the caller's name</source>
        <translation>簿上没有：“{words}”记为来电人姓名</translation>
    </message>
    <message>
        <source>Proposals</source>
        <translation>可能的住户</translation>
    </message>
    <message>
        <source>Room 3-2-1502, phone, plate, name or pinyin</source>
        <translation>房号 3-2-1502、电话、车牌、姓名或拼音</translation>
    </message>
    <message>
        <source>Several rooms fit: ↓ marks one, Enter takes it.</source>
        <translation>有几个房号都符合：按 ↓ 选中，回车确定。</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>房号、电话或姓名</translation>
    </message>
    <message>
        <source>last call {day}, {kind}</source>
        <translation>上次来电 {day} {kind}</translation>
    </message>
    <message>
        <source>left on {day}</source>
        <translation>{day} 已迁出</translation>
    </message>
    <message>
        <source>warranty over</source>
        <translation>已过保修期</translation>
    </message>
    <message>
        <source>warranty until {day}</source>
        <translation>保修至 {day}</translation>
    </message>
    <message>
        <source>with {names}</source>
        <translation>同住：{names}</translation>
    </message>
    <message>
        <source>{count} open</source>
        <translation>未结 {count}</translation>
    </message>
</context>
<context>
    <name>WhoZone</name>
    <message>
        <source>Find the household first: then its last calls stand here.</source>
        <translation>先找到住户，才有该户最近的来电。</translation>
    </message>
    <message>
        <source>Public area, or an address in words</source>
        <translation>公共区域，或不在册的地址</translation>
    </message>
    <message>
        <source>Tab: as typed</source>
        <translation>Tab 照写</translation>
    </message>
    <message>
        <source>To the household's last calls: Enter shows one, Esc goes back</source>
        <translation>到该户最近来电：回车查看，Esc 返回</translation>
    </message>
    <message>
        <source>To who calls; again to look for somebody else</source>
        <translation>到来电人一栏，重新查找</translation>
    </message>
    <message>
        <source>a public area, by its words</source>
        <translation>公共区域（按字面）</translation>
    </message>
</context>
<context>
    <name>Why</name>
    <message>
        <source>+ {limit} on the clock; once started it runs through nights and days off</source>
        <translation>＋ {limit}，按钟点连续计算，夜间和节假日不停</translation>
    </message>
    <message>
        <source>+ {limit}: until the end of that day</source>
        <translation>＋ {limit}，到那一天 24:00</translation>
    </message>
    <message>
        <source>+ {limit}: until the end of that day, the first day and days off not counted</source>
        <translation>＋ {limit}，当日和休息日不计，到最后一天 24:00</translation>
    </message>
    <message>
        <source>+ {limit}: until the end of that day, the first day not counted</source>
        <translation>＋ {limit}，当日不计，到最后一天 24:00</translation>
    </message>
    <message>
        <source>At first: {moment}; that time stays on record.</source>
        <translation>最初时限：{moment}，仍留底。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Its holidays are not confirmed yet: this time may still change</source>
        <translation>这一年的节假日尚未确认：时限为暂定，可能变动</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>时限</translation>
    </message>
    <message>
        <source>Met in time</source>
        <translation>按时办到</translation>
    </message>
    <message>
        <source>Met, {length} late</source>
        <translation>已办，逾期 {length}</translation>
    </message>
    <message>
        <source>Nothing is to be done before {limit} are over: it runs from there</source>
        <translation>满 {limit} 后才办理：从此时起算</translation>
    </message>
    <message>
        <source>Outside office hours, but urgent: it runs at once</source>
        <translation>非办公时间收到，但属紧急事项：立即起算</translation>
    </message>
    <message>
        <source>Put off to this time by {name}</source>
        <translation>由 {name} 延长至此时</translation>
    </message>
    <message>
        <source>Received outside office hours and not urgent: it runs from when the office opens</source>
        <translation>非办公时间收到且不紧急：从上班时起算</translation>
    </message>
    <message>
        <source>Waited ({reason}) from {since} to {until}, {length}: moved on to this time</source>
        <translation>等待（{reason}）{since} 至 {until}，共 {length}：顺延至此时</translation>
    </message>
    <message>
        <source>Waits since then ({reason}): the limit stands still until it goes on</source>
        <translation>自此等待（{reason}）：时限暂停，继续处理后再计</translation>
    </message>
    <message>
        <source>Why this time: how each limit was counted, step by step</source>
        <translation>时限是怎么算出来的，逐步说明</translation>
    </message>
    <message>
        <source>Why this time?</source>
        <translation>时限是怎么来的</translation>
    </message>
    <message>
        <source>by {source}</source>
        <translation>依据：{source}</translation>
    </message>
    <message>
        <source>day off</source>
        <translation>休息日</translation>
    </message>
    <message>
        <source>make-up workday, worked</source>
        <translation>调休上班</translation>
    </message>
    <message>
        <source>noted {moment}; the time it happened counts</source>
        <translation>{moment} 补记，按发生时间计</translation>
    </message>
    <message>
        <source>the end of the day agreed with the client</source>
        <translation>预约当天的 24:00</translation>
    </message>
    <message>
        <source>the same day, until its end</source>
        <translation>当天 24:00 前</translation>
    </message>
    <message>
        <source>the time agreed with the client, of a span its end</source>
        <translation>预约的时间，时间段以结束为准</translation>
    </message>
    <message>
        <source>the time promised to the client</source>
        <translation>与业主约定的时间</translation>
    </message>
    <message>
        <source>weekend</source>
        <translation>周末</translation>
    </message>
    <message>
        <source>{name} (round {round})</source>
        <translation>{name}（第 {round} 轮）</translation>
    </message>
    <message>
        <source>{name}, day off</source>
        <translation>{name}放假</translation>
    </message>
    <message>
        <source>{name}: why {moment}?</source>
        <translation>{name}：为什么是 {moment}？</translation>
    </message>
</context>
<context>
    <name>WithdrawForm</name>
    <message>
        <source>Noted on the wrong slip</source>
        <translation>记错单了</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Take back: {what}, {moment} ({by})</source>
        <translation>撤回：{what} {moment}（{by}）</translation>
    </message>
</context>
<context>
    <name>WorkerBox</name>
    <message>
        <source>name</source>
        <translation>姓名</translation>
    </message>
</context>
<context>
    <name>YearGrid</name>
    <message>
        <source>H</source>
        <translation>休</translation>
    </message>
    <message>
        <source>Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec</source>
        <translation>1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月</translation>
    </message>
    <message>
        <source>Mo Tu We Th Fr Sa Su</source>
        <translation>一 二 三 四 五 六 日</translation>
    </message>
    <message>
        <source>W</source>
        <translation>班</translation>
    </message>
    <message>
        <source>off</source>
        <translation>休息</translation>
    </message>
    <message>
        <source>worked</source>
        <translation>上班</translation>
    </message>
</context>
<context>
    <name>argparse</name>
    <message>
        <source>%(prog)s: error: %(message)s
</source>
        <translation>%(prog)s：用法有误：%(message)s
</translation>
    </message>
    <message>
        <source>argument %(argument_name)s: %(message)s</source>
        <translation>%(argument_name)s：%(message)s</translation>
    </message>
    <message>
        <source>expected one argument</source>
        <translation>后面应有一个值</translation>
    </message>
    <message>
        <source>ignored explicit argument %r</source>
        <translation>此选项不带值：%r</translation>
    </message>
    <message>
        <source>invalid choice: %(value)r (choose from %(choices)s)</source>
        <translation>没有 %(value)r（可选：%(choices)s）</translation>
    </message>
    <message>
        <source>options</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>positional arguments</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>show this help message and exit</source>
        <translation>显示此说明</translation>
    </message>
    <message>
        <source>the following arguments are required: %s</source>
        <translation>缺少：%s</translation>
    </message>
    <message>
        <source>unrecognized arguments: %s</source>
        <translation>无法识别：%s</translation>
    </message>
    <message>
        <source>usage: </source>
        <translation>用法：</translation>
    </message>
</context>
<context>
    <name>check</name>
    <message>
        <source>A personal part of journal entry {seq} belongs to none of its facts.</source>
        <translation>日志第 {seq} 条多出一段不属于它的个人信息。</translation>
    </message>
    <message>
        <source>A personal part of journal entry {seq} is missing.</source>
        <translation>日志第 {seq} 条的个人信息部分缺失。</translation>
    </message>
    <message>
        <source>A personal part of journal entry {seq} was changed.</source>
        <translation>日志第 {seq} 条的个人信息部分被改动。</translation>
    </message>
    <message>
        <source>Journal entry {seq} does not follow the one before it.</source>
        <translation>日志第 {seq} 条与前一条不相接。</translation>
    </message>
    <message>
        <source>Journal entry {seq} was changed after it was written.</source>
        <translation>日志第 {seq} 条写入后被改动。</translation>
    </message>
    <message>
        <source>Number {number} is missing.</source>
        <translation>缺号 {number}。</translation>
    </message>
    <message>
        <source>Number {number} was given twice.</source>
        <translation>重号 {number}。</translation>
    </message>
    <message>
        <source>Place {id} and its people are not found as they should be: run check --rebuild.</source>
        <translation>地点 {id} 及其人员查找索引不一致：请运行 check --rebuild。</translation>
    </message>
    <message>
        <source>Place {id} is found, which is not there: run check --rebuild.</source>
        <translation>查找索引里有不存在的地点 {id}：请运行 check --rebuild。</translation>
    </message>
    <message>
        <source>Receipt {receipt} was given for two payments.</source>
        <translation>收据 {receipt} 用于两笔收款。</translation>
    </message>
    <message>
        <source>Something in the books can't be read: {said}.</source>
        <translation>账上有内容无法读出：{said}。</translation>
    </message>
    <message>
        <source>The backup knows journal entry {seq}, these books don't: their tail was cut.</source>
        <translation>备份中有日志第 {seq} 条而现有账上没有：末尾被截去。</translation>
    </message>
    <message>
        <source>The backup knows {series} {year} up to {last}, these books less.</source>
        <translation>备份中 {series} {year} 已到 {last}，现有账上不足。</translation>
    </message>
    <message>
        <source>The backup's journal entry {seq} is another one: the books were rewritten.</source>
        <translation>备份中日志第 {seq} 条与现有账上不同：账被重写。</translation>
    </message>
    <message>
        <source>The counter {series} {year} stands at {last}, below the number {highest}.</source>
        <translation>{series} {year} 的计数为 {last}，小于已用的 {highest}。</translation>
    </message>
    <message>
        <source>The database file is damaged: {said}.</source>
        <translation>数据库文件已损坏：{said}。</translation>
    </message>
    <message>
        <source>The file of attachment {id} ({number}) is missing.</source>
        <translation>附件 {id}（{number}）的文件缺失。</translation>
    </message>
    <message>
        <source>The file of attachment {id} ({number}) was changed.</source>
        <translation>附件 {id}（{number}）的文件被改动。</translation>
    </message>
    <message>
        <source>The journal lacks entry {seq}.</source>
        <translation>日志缺第 {seq} 条。</translation>
    </message>
    <message>
        <source>The journal should end with entry {seq}, but its tail is missing.</source>
        <translation>日志应止于第 {seq} 条，但末尾缺失。</translation>
    </message>
    <message>
        <source>The protection {name} is gone or altered.</source>
        <translation>保护措施 {name} 缺失或被改动。</translation>
    </message>
    <message>
        <source>The rule book version {id} was changed after it was adopted.</source>
        <translation>规程第 {id} 版采用后被改动。</translation>
    </message>
    <message>
        <source>The search index finds case {id}, which is not there.</source>
        <translation>检索索引中有并不存在的事项 {id}。</translation>
    </message>
    <message>
        <source>The story of {number} contradicts itself.</source>
        <translation>{number} 的经过自相矛盾。</translation>
    </message>
    <message>
        <source>There is no counter for {series} {year}.</source>
        <translation>缺少 {series} {year} 的计数。</translation>
    </message>
    <message>
        <source>{number} is not among the slips that are out as it should be: run check --rebuild.</source>
        <translation>{number} 是否在外（未回单）的登记不对：请运行 check --rebuild。</translation>
    </message>
    <message>
        <source>{number} is not in the search index as it should be: run check --rebuild.</source>
        <translation>{number} 的检索索引不全：请运行 check --rebuild。</translation>
    </message>
    <message>
        <source>{number} is not what its story says of it.</source>
        <translation>{number} 与其经过记录不符。</translation>
    </message>
    <message>
        <source>{number} stands as {state}, but its story says {told}.</source>
        <translation>{number} 的状态为 {state}，但按经过应为 {told}。</translation>
    </message>
    <message>
        <source>{number}: its fee is not what its case and its slip make of it.</source>
        <translation>{number}：费用与事项及派工单的情况不符。</translation>
    </message>
    <message>
        <source>{number}: its follow-ups are not what its story makes of them.</source>
        <translation>{number}：回访记录与事项经过不一致。</translation>
    </message>
    <message>
        <source>{number}: {due} is due without a reason, but the slip comes to {total}.</source>
        <translation>{number}：应收 {due} 而无说明，按单却是 {total}。</translation>
    </message>
    <message>
        <source>{number}: {paid} counts as paid, but its payments come to {taken}.</source>
        <translation>{number}：已收记为 {paid}，各笔收款合计却是 {taken}。</translation>
    </message>
    <message>
        <source>{table} {id} carries the number {number}, but was given {given}.</source>
        <translation>{table} {id} 的编号为 {number}，但当时给的是 {given}。</translation>
    </message>
    <message>
        <source>{table} {id} is in the books or in the journal, but not in both.</source>
        <translation>{table} {id} 只在账上或只在日志中，两处不一致。</translation>
    </message>
    <message>
        <source>{table} {id} refers to something that is not there.</source>
        <translation>{table} {id} 所指的记录不存在。</translation>
    </message>
    <message>
        <source>{table} {id}: {column} is not what the journal says was written.</source>
        <translation>{table} {id}：{column} 与日志所记不符。</translation>
    </message>
</context>
<context>
    <name>cli</name>
    <message>
        <source>(can't be read any more: the shipped one is printed)</source>
        <translation>（读不了了：印的是出厂表单）</translation>
    </message>
    <message>
        <source>--attachments is for a server; a file has its attachments beside it</source>
        <translation>--attachments 只用于服务器；文件数据库的附件就在它旁边</translation>
    </message>
    <message>
        <source>--copies goes with --blank</source>
        <translation>--copies 只和 --blank 一起用</translation>
    </message>
    <message>
        <source>--department goes with {form}</source>
        <translation>--department 只用于《{form}》</translation>
    </message>
    <message>
        <source>--encrypt is for a file; a server's disk is encrypted by the server</source>
        <translation>--encrypt 只用于文件；服务器磁盘由服务器自行加密</translation>
    </message>
    <message>
        <source>Backed up and verified: {path}</source>
        <translation>已备份并核验：{path}</translation>
    </message>
    <message>
        <source>Broken off. What is in the books stays there; the same command goes on from it.</source>
        <translation>已中断。已入库的都保留；再次运行同一命令即可接着做。</translation>
    </message>
    <message>
        <source>COMMAND</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Columns that are known, by these names and others in use, in any order:</source>
        <translation>可识别的列（也认常见的其他名称，次序不限）：</translation>
    </message>
    <message>
        <source>Everyone's password in the demo office: {password}</source>
        <translation>演示管理处所有人的密码：{password}</translation>
    </message>
    <message>
        <source>Highest number on paper of a series, such as WX2026-000660 (Enter: no more): </source>
        <translation>纸面上某一编号系列的最大号，如 WX2026-000660（直接回车：没有了）：</translation>
    </message>
    <message>
        <source>If it was saved, {name} is an administrator now.</source>
        <translation>如果已经保存，{name} 现在就是管理员。</translation>
    </message>
    <message>
        <source>Its file is encrypted. Make a new recovery code there: the old one does not open it.</source>
        <translation>该文件已加密。请在那里制作新的恢复码：旧码打不开它。</translation>
    </message>
    <message>
        <source>Kept, but not verified, for what is wrong in it: {path}</source>
        <translation>备份已保留，但其中有问题，未通过校验：{path}</translation>
    </message>
    <message>
        <source>New passphrase: </source>
        <translation>新口令：</translation>
    </message>
    <message>
        <source>New password of {name}: </source>
        <translation>{name}的新密码：</translation>
    </message>
    <message>
        <source>Not looked at, as it is hidden: sheet {name}.</source>
        <translation>工作表“{name}”是隐藏的，没有读取。</translation>
    </message>
    <message>
        <source>Not looked at, as its head is not known: sheet {name}.</source>
        <translation>表头无法识别，未读取的工作表：{name}。</translation>
    </message>
    <message>
        <source>Nothing was taken in: a calendar goes in whole or not at all.</source>
        <translation>没有导入：日历要么整份导入，要么不导入。</translation>
    </message>
    <message>
        <source>Once more: </source>
        <translation>请再输入一次：</translation>
    </message>
    <message>
        <source>Once the database can be reached, look whether it is there before you ask for it again.</source>
        <translation>数据库恢复连接后，请先查看是否已保存，再决定是否重做。</translation>
    </message>
    <message>
        <source>Passphrase or recovery code: </source>
        <translation>口令或恢复码：</translation>
    </message>
    <message>
        <source>Password of {name}: </source>
        <translation>{name}的密码：</translation>
    </message>
    <message>
        <source>Recovery code, shown this once; write it down and lock it away:</source>
        <translation>恢复码（只显示这一次），请抄下并锁好：</translation>
    </message>
    <message>
        <source>Recovery code: </source>
        <translation>恢复码：</translation>
    </message>
    <message>
        <source>Rows with something wrong, and the reason for each cell: {path}</source>
        <translation>有误的行及每格原因：{path}</translation>
    </message>
    <message>
        <source>Sheet {name}, not read, as they hold nothing in the list's columns: rows {rows}.</source>
        <translation>工作表“{name}”：第 {rows} 行在名单各列中没有内容，没有读取。</translation>
    </message>
    <message>
        <source>The books are encrypted. Backups made before are not: remove them once a new one is made.</source>
        <translation>数据已加密。此前的备份没有加密：做好新备份后请删除旧备份。</translation>
    </message>
    <message>
        <source>The books are whole.</source>
        <translation>账册完好，无异常。</translation>
    </message>
    <message>
        <source>The books as they were are kept: {path}</source>
        <translation>重建前的数据保留在：{path}</translation>
    </message>
    <message>
        <source>The bundle is written: {path}</source>
        <translation>支持包已写好：{path}</translation>
    </message>
    <message>
        <source>The database that was replaced is kept: {path}</source>
        <translation>被替换的数据库保留在：{path}</translation>
    </message>
    <message>
        <source>The head row, in Chinese or English; only time and text are needed in each row:</source>
        <translation>表头用中文或英文；每行只必须有时间和内容：</translation>
    </message>
    <message>
        <source>The office is at {place} now; its old books stay as they are.</source>
        <translation>管理处现在在 {place}；原来的账保持原样。</translation>
    </message>
    <message>
        <source>The office is founded: {path}</source>
        <translation>管理处已建立：{path}</translation>
    </message>
    <message>
        <source>The reception desk of a property-management office, without a window.</source>
        <translation>物业管理处前台登记，不开窗口。</translation>
    </message>
    <message>
        <source>The rest is done at the next start.</source>
        <translation>其余的在下次启动时完成。</translation>
    </message>
    <message>
        <source>The system refuses: {reason} ({file})</source>
        <translation>系统拒绝：{reason}（{file}）</translation>
    </message>
    <message>
        <source>The teams of this office: {names}</source>
        <translation>本处班组：{names}</translation>
    </message>
    <message>
        <source>These books were built in bulk for measuring: the replay is left out.</source>
        <translation>此库为测速批量生成，未作日志重放核对。</translation>
    </message>
    <message>
        <source>This code is then in force, and the one that was used is not:</source>
        <translation>那么现在有效的是下面这个恢复码，刚才用的已作废：</translation>
    </message>
    <message>
        <source>What a row lacks, or says in words that are not known, becomes a named gap of the case; its words are kept.
A row without a kind is a repair where its category serves repairs alone, else an enquiry with that gap.</source>
        <translation>一行中缺少的、或写法无法识别的，记为该件的缺项，原文保留。
没有类别的行：其分类只用于报修的，记为报修；否则记为咨询并注明缺类别。</translation>
    </message>
    <message>
        <source>Without a command the window opens. COMMAND --help tells more.</source>
        <translation>不写命令则打开窗口。“命令 --help”有更多说明。</translation>
    </message>
    <message>
        <source>Work goes on in these books. What was written elsewhere meanwhile stays there.</source>
        <translation>继续在这套账里工作。其间在别处登记的内容留在那里。</translation>
    </message>
    <message>
        <source>a day at a demo office's desk, into a folder</source>
        <translation>在演示管理处做一天前台工作，结果放入一个文件夹</translation>
    </message>
    <message>
        <source>a day is written 2026-10-31</source>
        <translation>日期写作 2026-10-31</translation>
    </message>
    <message>
        <source>a file for whoever helps: versions, log, counts; no names, no phones</source>
        <translation>支持包：版本、日志、行数，不含姓名和电话</translation>
    </message>
    <message>
        <source>a file or a folder, for one that is packed with its attachments; else it lies beside the database</source>
        <translation>连同附件打包存入的文件或文件夹；不写则存在数据库旁</translation>
    </message>
    <message>
        <source>a file whose first line is the new passphrase; asked for otherwise</source>
        <translation>首行为新口令的文件；不给则当场询问</translation>
    </message>
    <message>
        <source>a file whose first line is the password</source>
        <translation>首行为密码的文件</translation>
    </message>
    <message>
        <source>a file whose first line is the recovery code; asked for otherwise</source>
        <translation>首行为恢复码的文件；不给则当场询问</translation>
    </message>
    <message>
        <source>a file whose first line opens encrypted books: their passphrase or recovery code</source>
        <translation>文件的第一行是打开加密数据的口令或恢复码</translation>
    </message>
    <message>
        <source>a file with the new person's password; asked for otherwise</source>
        <translation>写有新人员密码的文件；不写则询问</translation>
    </message>
    <message>
        <source>a month is written 2026-10</source>
        <translation>月份写作 2026-10</translation>
    </message>
    <message>
        <source>a number is written BX2026-000912</source>
        <translation>编号写作 BX2026-000912</translation>
    </message>
    <message>
        <source>a page for each part, one strike on carbon paper, or on printed forms</source>
        <translation>parts 每联一页，carbon 一次打透复写纸，overprint 套打</translation>
    </message>
    <message>
        <source>a part by name or id, several times for several; else the signed one</source>
        <translation>收回的联（名称或编号），可写几次；不写就是签字的那一联</translation>
    </message>
    <message>
        <source>a workbook for the refused rows, with a reason for each cell</source>
        <translation>未导入的行另存的工作簿，逐格注明原因</translation>
    </message>
    <message>
        <source>add a member of staff</source>
        <translation>增加一名工作人员</translation>
    </message>
    <message>
        <source>although something in the backup is wrong: files are lost, say</source>
        <translation>即使备份有问题（例如缺了附件）也恢复</translation>
    </message>
    <message>
        <source>an empty database of a server, or a file that is not there</source>
        <translation>服务器上的空数据库，或一个还不存在的文件</translation>
    </message>
    <message>
        <source>and that nothing was cut off since</source>
        <translation>并与此备份比对，查明其后有无被截去</translation>
    </message>
    <message>
        <source>as shipped</source>
        <translation>出厂</translation>
    </message>
    <message>
        <source>back up, then rewrite what is derived</source>
        <translation>先备份，再重建派生数据</translation>
    </message>
    <message>
        <source>book parts of slips back</source>
        <translation>登记回单（收回各联）</translation>
    </message>
    <message>
        <source>check that the books are whole</source>
        <translation>核对账册是否完好</translation>
    </message>
    <message>
        <source>confirm that this computer's clock is right against the books</source>
        <translation>确认本机时钟无误（与账上记录不符时）</translation>
    </message>
    <message>
        <source>declare a slip lost</source>
        <translation>登记派工单丢失</translation>
    </message>
    <message>
        <source>either --blank, or a case's number, or the days --from and --to</source>
        <translation>要么 --blank，要么事项编号，要么日期 --from 和 --to</translation>
    </message>
    <message>
        <source>empty sheets to write on</source>
        <translation>空白表，供手工填写</translation>
    </message>
    <message>
        <source>encrypt its books; a recovery code is shown once</source>
        <translation>加密其数据；恢复码只显示一次</translation>
    </message>
    <message>
        <source>encrypt the books and their files</source>
        <translation>加密数据及附件</translation>
    </message>
    <message>
        <source>encrypt the file that it is moved to</source>
        <translation>把搬去的文件加密</translation>
    </message>
    <message>
        <source>export the households to Excel</source>
        <translation>把住户档案导出为 Excel</translation>
    </message>
    <message>
        <source>export the outside numbers</source>
        <translation>导出外部电话</translation>
    </message>
    <message>
        <source>export the register to Excel</source>
        <translation>把登记簿导出为 Excel</translation>
    </message>
    <message>
        <source>export the regulations</source>
        <translation>导出规章制度</translation>
    </message>
    <message>
        <source>export the residents' phones to Excel</source>
        <translation>把住户电话导出为 Excel</translation>
    </message>
    <message>
        <source>found an office: a new database with its first administrator</source>
        <translation>建立管理处：新建数据库和首位管理员</translation>
    </message>
    <message>
        <source>from this day of receipt</source>
        <translation>自此受理日期起</translation>
    </message>
    <message>
        <source>give encrypted books another passphrase</source>
        <translation>给加密数据更换口令</translation>
    </message>
    <message>
        <source>go on in these books although they were moved away</source>
        <translation>这套账虽已迁走，仍在这里继续</translation>
    </message>
    <message>
        <source>how many of them</source>
        <translation>份数</translation>
    </message>
    <message>
        <source>issue a work order for a case</source>
        <translation>为一件开出派工单</translation>
    </message>
    <message>
        <source>its number, as price-lists names it</source>
        <translation>编号，见 price-lists</translation>
    </message>
    <message>
        <source>list the slips that are out, with who has each</source>
        <translation>列出未回的派工单，各在谁手里</translation>
    </message>
    <message>
        <source>make a backup and verify it</source>
        <translation>备份并核验</translation>
    </message>
    <message>
        <source>make a new recovery code; the old one is void</source>
        <translation>制作新的恢复码，旧码作废</translation>
    </message>
    <message>
        <source>make encrypted books plain again</source>
        <translation>取消数据加密</translation>
    </message>
    <message>
        <source>make somebody an administrator by the recovery code, when none is left</source>
        <translation>没有管理员时，凭恢复码指定管理员</translation>
    </message>
    <message>
        <source>members of staff</source>
        <translation>工作人员</translation>
    </message>
    <message>
        <source>move the office to another database: from a file to a server, or back</source>
        <translation>把管理处迁到另一个数据库：从文件到服务器，或者迁回</translation>
    </message>
    <message>
        <source>name the paper forms, and which of them are the office's own</source>
        <translation>列出各种表单，哪些是本处自己的</translation>
    </message>
    <message>
        <source>name the price lists, each with its number</source>
        <translation>列出各份收费标准及其编号</translation>
    </message>
    <message>
        <source>not in force</source>
        <translation>未执行</translation>
    </message>
    <message>
        <source>of one department alone, by name or id</source>
        <translation>只要一个部门的，写名称或代号</translation>
    </message>
    <message>
        <source>of one room alone: 3-2-1502</source>
        <translation>只要一户：3-2-1502</translation>
    </message>
    <message>
        <source>of one team alone, by name or id</source>
        <translation>只要一个班组（名称或编号）</translation>
    </message>
    <message>
        <source>open the window on a made-up demo office</source>
        <translation>打开虚构的演示管理处</translation>
    </message>
    <message>
        <source>pass a slip on to another team or worker</source>
        <translation>把派工单转给别的班组或维修员</translation>
    </message>
    <message>
        <source>print by it from now on</source>
        <translation>今后照它印</translation>
    </message>
    <message>
        <source>print the shipped form again</source>
        <translation>恢复出厂的表单</translation>
    </message>
    <message>
        <source>put a backup in the database's place</source>
        <translation>用备份恢复数据库</translation>
    </message>
    <message>
        <source>put a price list in force from a day on</source>
        <translation>从某日起执行一份收费标准</translation>
    </message>
    <message>
        <source>put it in force from this day on; otherwise it waits</source>
        <translation>从这一天起执行；不写则先存着</translation>
    </message>
    <message>
        <source>read a changed form back and say what is wrong with it</source>
        <translation>读回改过的表单，指出哪里不对</translation>
    </message>
    <message>
        <source>register calls that were noted on paper</source>
        <translation>补录：登记纸上记下的来电来访</translation>
    </message>
    <message>
        <source>row {row}: {reason}</source>
        <translation>第 {row} 行：{reason}</translation>
    </message>
    <message>
        <source>say who does this: --as STAFF, before the command</source>
        <translation>请在命令之前用 --as 姓名 写明由谁操作</translation>
    </message>
    <message>
        <source>sheets are a number from 1 to {most}</source>
        <translation>份数是 1 到 {most} 的数</translation>
    </message>
    <message>
        <source>show the version and end</source>
        <translation>显示版本号</translation>
    </message>
    <message>
        <source>sign it: from then on it stays as it is</source>
        <translation>签认：从此不再变</translation>
    </message>
    <message>
        <source>take a price list out of use</source>
        <translation>停用一份收费标准</translation>
    </message>
    <message>
        <source>take in a list of holidays and make-up workdays: date, off or worked, name</source>
        <translation>导入节假日和调休上班日：日期、休/班、名称</translation>
    </message>
    <message>
        <source>take in a list of households and owners</source>
        <translation>导入业主、住户名单</translation>
    </message>
    <message>
        <source>take in a list of outside numbers</source>
        <translation>导入外部电话清单</translation>
    </message>
    <message>
        <source>take in a price list of chargeable services</source>
        <translation>导入有偿服务收费标准</translation>
    </message>
    <message>
        <source>take in an old register, as history</source>
        <translation>导入旧登记簿，作为历史记录</translation>
    </message>
    <message>
        <source>the administrator</source>
        <translation>管理员姓名</translation>
    </message>
    <message>
        <source>the case's number</source>
        <translation>该件的编号</translation>
    </message>
    <message>
        <source>the case's number, with its round if it is not the last one</source>
        <translation>事项编号；不是最近一轮时带上轮次</translation>
    </message>
    <message>
        <source>the first day lies after the last</source>
        <translation>开始日期晚于结束日期</translation>
    </message>
    <message>
        <source>the form, as forms names it</source>
        <translation>表单，写法见 forms</translation>
    </message>
    <message>
        <source>the form, by title or id; an unknown one is answered with all there are</source>
        <translation>表单，写标题或代号；写错时会列出全部表单</translation>
    </message>
    <message>
        <source>the highest number on paper of a series, such as WX2026-000660; once a series</source>
        <translation>纸面上某一编号系列的最大号，如 WX2026-000660；每个系列写一次</translation>
    </message>
    <message>
        <source>the language to speak</source>
        <translation>使用的语言</translation>
    </message>
    <message>
        <source>the notice that they come from; the file's name where this is left out</source>
        <translation>依据的通知；不写则记文件名</translation>
    </message>
    <message>
        <source>the office's database; the one opened last where this is left out</source>
        <translation>管理处的数据库；不写则用上次打开的</translation>
    </message>
    <message>
        <source>the office's name</source>
        <translation>管理处名称</translation>
    </message>
    <message>
        <source>the paper: A5, 241x140, roll 80; its usual one where left out</source>
        <translation>纸张：A5、241x140、roll 80；不写就是常用的那种</translation>
    </message>
    <message>
        <source>the sheet with the code, to print and lock away</source>
        <translation>印有恢复码的一页，打印后锁好</translation>
    </message>
    <message>
        <source>the slip's number, or its case's</source>
        <translation>派工单编号，或所属件的编号</translation>
    </message>
    <message>
        <source>the team, by name or id</source>
        <translation>班组，名称或标识均可</translation>
    </message>
    <message>
        <source>this file's name ends in {suffix}</source>
        <translation>此文件名应以 {suffix} 结尾</translation>
    </message>
    <message>
        <source>to this day of receipt</source>
        <translation>至此受理日期止</translation>
    </message>
    <message>
        <source>today where left out</source>
        <translation>不写就是今天</translation>
    </message>
    <message>
        <source>try every tab and form on a temporary office, and end</source>
        <translation>用临时管理处试遍各页面和表单后结束</translation>
    </message>
    <message>
        <source>what it is called once in force</source>
        <translation>启用后的名称</translation>
    </message>
    <message>
        <source>what was changed, for the list of versions</source>
        <translation>改了什么，记在版本里</translation>
    </message>
    <message>
        <source>where a server's office keeps its files: a folder that every desk can reach</source>
        <translation>服务器上的管理处存放附件的地方：各台电脑都能访问的文件夹</translation>
    </message>
    <message>
        <source>whether the warranty still runs, where it has to be asked for</source>
        <translation>是否还在保修期内（须先问清的分类）</translation>
    </message>
    <message>
        <source>who becomes an administrator</source>
        <translation>谁将成为管理员</translation>
    </message>
    <message>
        <source>who brought it</source>
        <translation>交单人</translation>
    </message>
    <message>
        <source>who does this; the password is asked for</source>
        <translation>由谁操作；会询问密码</translation>
    </message>
    <message>
        <source>who had it last</source>
        <translation>最后在谁手里</translation>
    </message>
    <message>
        <source>why a workbook leaves the program; without it the books say: written out by a command</source>
        <translation>为什么导出（工作簿）；不写则记为：由命令导出</translation>
    </message>
    <message>
        <source>why it is printed again; it stays in the books</source>
        <translation>为什么补打；会记入台账</translation>
    </message>
    <message>
        <source>why, for the list of versions</source>
        <translation>为什么，记在版本里</translation>
    </message>
    <message>
        <source>why; it stays in the books</source>
        <translation>原因，留在账上</translation>
    </message>
    <message>
        <source>with it the holidays of the years in it are all known</source>
        <translation>表中各年份的节假日就此确认齐全</translation>
    </message>
    <message>
        <source>with the rows of old registers</source>
        <translation>包括旧登记簿的记录</translation>
    </message>
    <message>
        <source>write a month's binding list, and sign it</source>
        <translation>出一个月的装订清单，并可签认</translation>
    </message>
    <message>
        <source>write a month's figures to Excel or as PDF</source>
        <translation>把某月统计写成 Excel 或 PDF</translation>
    </message>
    <message>
        <source>write a paper form as a workbook to edit in Excel or WPS</source>
        <translation>把表单写成工作簿，用 Excel 或 WPS 编辑</translation>
    </message>
    <message>
        <source>write a slip in its four parts</source>
        <translation>输出四联派工单（PDF）</translation>
    </message>
    <message>
        <source>write any paper form: empty, of a case, or of some days</source>
        <translation>输出任一纸质表单：空白的、某一事项的，或某几天的</translation>
    </message>
    <message>
        <source>write the day sheets of the teams</source>
        <translation>出各班组的当日工单</translation>
    </message>
    <message>
        <source>write the fees of jobs done on these days to Excel or as PDF</source>
        <translation>把这些日子完工的收费写成 Excel 或 PDF</translation>
    </message>
    <message>
        <source>write the sheet of a follow-up</source>
        <translation>输出一份回访记录单</translation>
    </message>
    <message>
        <source>written out by a command</source>
        <translation>由命令导出</translation>
    </message>
    <message>
        <source>{count} rows went in without a phone number that is wrong.</source>
        <translation>有 {count} 行电话有误，除电话外已导入。</translation>
    </message>
    <message>
        <source>{name} is an administrator now. The code is used up; the new one:</source>
        <translation>{name} 已是管理员。原恢复码已作废，新码如下：</translation>
    </message>
    <message>
        <source>{number}: still to come back: {parts}</source>
        <translation>{number}：还未回：{parts}</translation>
    </message>
    <message>
        <source>{sheet}, row {row}: {reason}</source>
        <translation>{sheet} 第 {row} 行：{reason}</translation>
    </message>
    <message>
        <source>“{found}” is none of: {allowed}</source>
        <translation>“{found}”不在以下之列：{allowed}</translation>
    </message>
    <message>
        <source>… and {count} more.</source>
        <translation>……另有 {count} 处。</translation>
    </message>
    <message>
        <source>… and {count} more: --errors OUT.xlsx writes them all.</source>
        <translation>……另有 {count} 处：用 --errors OUT.xlsx 可全部写出。</translation>
    </message>
</context>
<context>
    <name>errors</name>
    <message>
        <source>1, 2 or 3?</source>
        <translation>请选 1、2 或 3</translation>
    </message>
    <message>
        <source>A brace {{ or }} is missing: a field is written {{case.place}}.</source>
        <translation>少了一个大括号：字段要写成 {{case.place}}。</translation>
    </message>
    <message>
        <source>A case can't be joined to itself.</source>
        <translation>不能并入自己。</translation>
    </message>
    <message>
        <source>A case can't go along with itself.</source>
        <translation>本件不能给自己牵头。</translation>
    </message>
    <message>
        <source>A case from an old register stays as it was written.</source>
        <translation>旧登记簿中的事项保持原样，不能办理。</translation>
    </message>
    <message>
        <source>A case is not closed while the client is not content.</source>
        <translation>业主不满意时不能结案。</translation>
    </message>
    <message>
        <source>A column of a table has a word above it: this head is empty.</source>
        <translation>表格的每一列都要有名称：这个表头是空的。</translation>
    </message>
    <message>
        <source>A complaint in confidence is about you: copies of people's data are made by another supervisor.</source>
        <translation>有保密投诉针对您：个人信息的抄录请由另一位主管办理。</translation>
    </message>
    <message>
        <source>A correction is put right by a further correction.</source>
        <translation>更正有误的，请再次更正。</translation>
    </message>
    <message>
        <source>A day is written as 2026-11-22.</source>
        <translation>日期写成 2026-11-22 这样。</translation>
    </message>
    <message>
        <source>A field has no grey on paper: the colour of this cell is not printed.</source>
        <translation>字段在纸上没有灰底：这一格的底色不会印出来。</translation>
    </message>
    <message>
        <source>A field is written {{name}} or {{name|format}}, not as in “{found}”.</source>
        <translation>栏位写作 {{名称}} 或 {{名称|格式}}，不能写成“{found}”。</translation>
    </message>
    <message>
        <source>A file of at most {size} MB can be kept; “{name}” is larger.</source>
        <translation>文件最大 {size} MB；“{name}”超过了。</translation>
    </message>
    <message>
        <source>A form has one title on all its papers: “{title}”.</source>
        <translation>一张表单在各种纸上标题相同：“{title}”。</translation>
    </message>
    <message>
        <source>A formula, a day or a number in a dress of its own: type the words themselves, with ' before them.</source>
        <translation>这一格是公式、日期或带格式的数字，存的不是看到的字：请在前面加 ' 直接键入文字。</translation>
    </message>
    <message>
        <source>A mobile number has 11 digits.</source>
        <translation>手机号应为 11 位。</translation>
    </message>
    <message>
        <source>A month is written 2026-10.</source>
        <translation>月份请写成 2026-10。</translation>
    </message>
    <message>
        <source>A name is needed.</source>
        <translation>请填姓名。</translation>
    </message>
    <message>
        <source>A number from {least} to {most} is expected, not “{found}”.</source>
        <translation>这里应是 {least} 到 {most} 的数，不是“{found}”。</translation>
    </message>
    <message>
        <source>A number is expected, such as 12 or 3.5.</source>
        <translation>请填数字，如 12 或 3.5。</translation>
    </message>
    <message>
        <source>A number of millimetres, such as 1.5 or -2.</source>
        <translation>毫米数，如 1.5 或 -2。</translation>
    </message>
    <message>
        <source>A number of this series is written {example}.</source>
        <translation>这个编号系列的写法是 {example}。</translation>
    </message>
    <message>
        <source>A passphrase has at least {count} characters.</source>
        <translation>口令至少 {count} 个字符。</translation>
    </message>
    <message>
        <source>A password has at least {count} characters.</source>
        <translation>密码至少 {count} 位。</translation>
    </message>
    <message>
        <source>A phone number has digits, spaces and dashes only.</source>
        <translation>电话号码只能有数字、空格和短横线。</translation>
    </message>
    <message>
        <source>A phone number is needed. Tick anonymous if they won't give one.</source>
        <translation>请填电话；不肯留请勾选匿名。</translation>
    </message>
    <message>
        <source>A phone number or an appointment is needed.</source>
        <translation>请填电话或预约时间。</translation>
    </message>
    <message>
        <source>A quantity has three decimals at most.</source>
        <translation>数量最多三位小数。</translation>
    </message>
    <message>
        <source>A quantity is more than 0 and less than a million.</source>
        <translation>数量须大于 0、小于一百万。</translation>
    </message>
    <message>
        <source>A quantity is more than nothing, with three decimals at most.</source>
        <translation>数量须大于零，最多三位小数。</translation>
    </message>
    <message>
        <source>A quote has {limit} lines at most.</source>
        <translation>一次报价最多 {limit} 行。</translation>
    </message>
    <message>
        <source>A recovery code has {length} characters; {typed} were typed.</source>
        <translation>恢复码共 {length} 位，您输入了 {typed} 位。</translation>
    </message>
    <message>
        <source>A registration is not taken back: void the case, with a reason.</source>
        <translation>登记不能撤回：请作废本件并写明原因。</translation>
    </message>
    <message>
        <source>A regulation of this name is at hand already; change it there.</source>
        <translation>已有同名制度，请在原件上修改。</translation>
    </message>
    <message>
        <source>A row {kind} has one text: join them in its first cell, or add a row.</source>
        <translation>一行“{kind}”只能有一段文字：请并到第一格里，或者再加一行。</translation>
    </message>
    <message>
        <source>A server's address begins with postgresql+psycopg://.</source>
        <translation>服务器地址以 postgresql+psycopg:// 开头。</translation>
    </message>
    <message>
        <source>A sheet reaches to cell {cell}; up to {rows} rows and {columns} columns are read. Split it.</source>
        <translation>有一张表用到了单元格 {cell}；最多可读 {rows} 行、{columns} 列，请拆分后再导入。</translation>
    </message>
    <message>
        <source>A shift is handed to somebody else.</source>
        <translation>交班要交给别人。</translation>
    </message>
    <message>
        <source>A slip of this case is still out: book it in or void it first.</source>
        <translation>本件还有单未回：请先回单或作废。</translation>
    </message>
    <message>
        <source>A slip of {number} is still out: book it in or void it first.</source>
        <translation>{number} 还有单子在外，请先回单或作废。</translation>
    </message>
    <message>
        <source>A slip that has come back can't be voided: take back its return first.</source>
        <translation>已回单的不能作废：请先撤回回单。</translation>
    </message>
    <message>
        <source>A slip was issued after it, so it can't be taken back.</source>
        <translation>其后已开出派工单，不能撤回。</translation>
    </message>
    <message>
        <source>A slip's number is never taken back: void the slip, with a reason.</source>
        <translation>单号不能收回：请作废此单并写明原因。</translation>
    </message>
    <message>
        <source>A supervisor enters the word of somebody outside the program.</source>
        <translation>不使用本程序的领导的批复，由主管代为录入。</translation>
    </message>
    <message>
        <source>A time is needed here.</source>
        <translation>请填写时间。</translation>
    </message>
    <message>
        <source>A void case stays void: register the matter again.</source>
        <translation>作废不能撤回：请重新登记。</translation>
    </message>
    <message>
        <source>A void slip stays void: issue a new one.</source>
        <translation>作废的单不能恢复：请另开新单。</translation>
    </message>
    <message>
        <source>A whole number is expected.</source>
        <translation>请填整数。</translation>
    </message>
    <message>
        <source>A whole number of minutes from 1 to 30.</source>
        <translation>请填 1 到 30 的整数分钟。</translation>
    </message>
    <message>
        <source>A whole number, such as 1.</source>
        <translation>整数，如 1。</translation>
    </message>
    <message>
        <source>Above a row 表行 belongs a row 表头, with the words over its columns.</source>
        <translation>“表行”上面要有一行“表头”，写各列的名称。</translation>
    </message>
    <message>
        <source>Above a table's column stand words alone, no field and no boxes.</source>
        <translation>表头里只能写文字，不能写字段或勾选框。</translation>
    </message>
    <message>
        <source>Accepted before it began?</source>
        <translation>验收日期早于开工日期。</translation>
    </message>
    <message>
        <source>Add its certificate to the database's address: ?sslrootcert=FILE. Where the network is the office's own and trusted, ?sslmode=require asks for no proof.</source>
        <translation>请在数据库地址后加上它的证书：?sslrootcert=文件。如果是本处自己的、可信的网络，可用 ?sslmode=require，不再核对身份。</translation>
    </message>
    <message>
        <source>After the area code a number has 7 or 8 digits.</source>
        <translation>区号后应是 7 位或 8 位号码。</translation>
    </message>
    <message>
        <source>An amount can't be less than 0.</source>
        <translation>金额不能小于 0。</translation>
    </message>
    <message>
        <source>An amount has two decimals at most.</source>
        <translation>金额最多两位小数。</translation>
    </message>
    <message>
        <source>An amount is needed here.</source>
        <translation>请填写金额。</translation>
    </message>
    <message>
        <source>An import is half undone: undo the rest of it first.</source>
        <translation>有一次导入只撤销了一部分，请先把剩下的撤销完。</translation>
    </message>
    <message>
        <source>Another desk completed this slip meanwhile: {worker}, {moment}: “{theirs}”
Yours is still here. If yours is the right one, take that completion back (the form stays), then save again.</source>
        <translation>这张单子其间已在另一台电脑上完工：{worker}，{moment}：“{theirs}”
您输入的还在这里。如果您的才对，请先撤回那次完工（表单会留着），再保存。</translation>
    </message>
    <message>
        <source>Another saved search is called so.</source>
        <translation>已有同名的查询。</translation>
    </message>
    <message>
        <source>Another's diary is corrected by a supervisor.</source>
        <translation>别人的日记由主管更正。</translation>
    </message>
    <message>
        <source>Another's hand-over, or one that was taken, is taken back by a supervisor.</source>
        <translation>别人的交接，或已接班的交接，由主管作废。</translation>
    </message>
    <message>
        <source>Approved or refused?</source>
        <translation>同意还是不同意？</translation>
    </message>
    <message>
        <source>Ask first whether the warranty still runs.</source>
        <translation>请先问清是否还在保修期内。</translation>
    </message>
    <message>
        <source>Ask for it first, saying what is to be approved.</source>
        <translation>请先报批，写明报批的内容。</translation>
    </message>
    <message>
        <source>Ask whoever keeps the server for the right address.</source>
        <translation>请向管理服务器的人要正确的地址。</translation>
    </message>
    <message>
        <source>At least one team is needed: slips are issued to teams.</source>
        <translation>至少要有一个班组：单子是派给班组的。</translation>
    </message>
    <message>
        <source>At what time was it on that day?</source>
        <translation>是那天几点？</translation>
    </message>
    <message>
        <source>At {place} is an older copy of these books: {count} deeds came after it, all of them here. Nothing was changed.</source>
        <translation>{place} 是本账的旧副本：此后又记了 {count} 笔，都在本账里。未作任何改动。</translation>
    </message>
    <message>
        <source>Belongs with row {row} of “{sheet}”, which has a mistake.</source>
        <translation>与“{sheet}”第 {row} 行属同一户，该行有误。</translation>
    </message>
    <message>
        <source>Books on a server can't be encrypted from here.</source>
        <translation>服务器上的数据库不能在本程序里加密。</translation>
    </message>
    <message>
        <source>Boxes without a field are never ticked: write it after them, as in □急修 □小修 {{case.grade}}.</source>
        <translation>没有字段的勾选框永远不会打勾：把字段写在后面，如 □急修 □小修 {{case.grade}}。</translation>
    </message>
    <message>
        <source>Braces are typed half as wide: {{case.place}}, not ｛case.place｝.</source>
        <translation>花括号要用半角：{{case.place}}，不是 ｛case.place｝。</translation>
    </message>
    <message>
        <source>By the rule book the register is reviewed by somebody else.</source>
        <translation>按规程，登记簿由其他岗位审阅。</translation>
    </message>
    <message>
        <source>By the rule book this follow-up is for {who} to make: they sign in and note it.</source>
        <translation>按规程这次回访由{who}做：请其本人登录后记录。</translation>
    </message>
    <message>
        <source>By which letters is it asked for?</source>
        <translation>用哪几个字母调出？请填写缩写。</translation>
    </message>
    <message>
        <source>Cell {cell} holds {count} characters; up to {limit} are read. Shorten it.</source>
        <translation>单元格 {cell} 有 {count} 个字，最多只能读 {limit} 个字。请缩短后再导入。</translation>
    </message>
    <message>
        <source>Cells of several rows are merged; only cells of one row can be.</source>
        <translation>上下几行的格合并在一起了；只能在一行里合并。</translation>
    </message>
    <message>
        <source>Check its name, and that you may read it.</source>
        <translation>请检查文件名以及是否有权读取。</translation>
    </message>
    <message>
        <source>Check that it is plugged in and that you may read it, then look again.</source>
        <translation>请确认已经插好、并且有权读取，然后再找一次。</translation>
    </message>
    <message>
        <source>Check that it is still there, then attach it again.</source>
        <translation>请确认文件还在，再重新添加。</translation>
    </message>
    <message>
        <source>Check the disk, and that you may write there; nothing was changed.</source>
        <translation>请检查磁盘，并确认有写入权限；什么都没有改动。</translation>
    </message>
    <message>
        <source>Check the disk, then run `complaintdesk check` and try again.</source>
        <translation>请检查磁盘，运行 `complaintdesk check` 后再试。</translation>
    </message>
    <message>
        <source>Check the network and the server, then try again; the form is still there.</source>
        <translation>请检查网络和服务器后重试，所填内容仍在。</translation>
    </message>
    <message>
        <source>Check the network, and that you may write there; then try again.</source>
        <translation>请检查网络，以及是否有写入权限，然后再试。</translation>
    </message>
    <message>
        <source>Choose a file first.</source>
        <translation>请先选择文件。</translation>
    </message>
    <message>
        <source>Choose a folder on this computer that you may write to.</source>
        <translation>请选择本机上可写入的文件夹。</translation>
    </message>
    <message>
        <source>Choose a printer.</source>
        <translation>请选择打印机。</translation>
    </message>
    <message>
        <source>Choose another backup; nothing was changed.</source>
        <translation>请换一个备份；未作任何改动。</translation>
    </message>
    <message>
        <source>Choose one first.</source>
        <translation>请先选一个。</translation>
    </message>
    <message>
        <source>Choose the department.</source>
        <translation>请选择部门。</translation>
    </message>
    <message>
        <source>Choose the right file, or put its key file back (its name with .key at the end); restore a backup of a damaged one.</source>
        <translation>请选择正确的文件；或把密钥文件放回原处（同名，末尾加 .key）；文件已损坏的，请恢复备份。</translation>
    </message>
    <message>
        <source>Choose the supervisor who approves.</source>
        <translation>请选择批准的主管。</translation>
    </message>
    <message>
        <source>Close it everywhere, then restore again; nothing was changed.</source>
        <translation>请在各处关闭后再恢复；什么都没有改动。</translation>
    </message>
    <message>
        <source>Close it there, then restore; nothing was changed.</source>
        <translation>请先在那里关闭再恢复；未作任何改动。</translation>
    </message>
    <message>
        <source>Close it there, then try again; nothing was changed.</source>
        <translation>请在那边关闭后再试；未作任何改动。</translation>
    </message>
    <message>
        <source>Close the file if it is open in another program such as Excel or a PDF reader, or choose another folder.</source>
        <translation>如果该文件正在别的程序（如 Excel、WPS 或 PDF 阅读器）中打开，请先关闭它，或另选文件夹。</translation>
    </message>
    <message>
        <source>Each time must be after the one before it.</source>
        <translation>每个时刻都要晚于前一个。</translation>
    </message>
    <message>
        <source>Fetch it from a backup; “Check the records” names all such files.</source>
        <translation>请从备份中取回；“核对数据”会列出所有这样的附件。</translation>
    </message>
    <message>
        <source>Floors are numbers, such as 1-18.</source>
        <translation>楼层是数字，如 1-18。</translation>
    </message>
    <message>
        <source>For what does it wait?</source>
        <translation>在等什么？</translation>
    </message>
    <message>
        <source>Form {form}: a row is higher than the sheet.</source>
        <translation>表单 {form}：有一行比纸张还高。</translation>
    </message>
    <message>
        <source>Found an office with `complaintdesk init`, or see the demo with `complaintdesk demo`.</source>
        <translation>请用 complaintdesk init 建立管理处，或用 complaintdesk demo 看演示。</translation>
    </message>
    <message>
        <source>Free at least {size} MB, then import again; nothing was changed.</source>
        <translation>请至少腾出 {size} MB 空间再导入；数据没有任何改动。</translation>
    </message>
    <message>
        <source>Free some space there, then save again; the form is still there.</source>
        <translation>请在服务器上腾出空间，然后再保存；表单还在。</translation>
    </message>
    <message>
        <source>Free some space, then save again; the form is still there.</source>
        <translation>请清出空间后再保存，所填内容仍在。</translation>
    </message>
    <message>
        <source>From when to when does the service run? Both days.</source>
        <translation>服务从哪天到哪天？起止日期都要填。</translation>
    </message>
    <message>
        <source>Give another place with --database.</source>
        <translation>请用 --database 指定其他位置。</translation>
    </message>
    <message>
        <source>Handle the case before closing it.</source>
        <translation>请先办结，再结案。</translation>
    </message>
    <message>
        <source>Have the server's own disk encrypted.</source>
        <translation>请由服务器管理员对服务器磁盘加密。</translation>
    </message>
    <message>
        <source>Here the rows leave the paper {paper}: they take {used} mm, and there are {room} mm.</source>
        <translation>到这一行就超出纸张 {paper} 了：各行共高 {used} 毫米，纸上只有 {room} 毫米。</translation>
    </message>
    <message>
        <source>Hours are written as 08:30-12:00, 13:30-17:30.</source>
        <translation>时间写成 08:30-12:00, 13:30-17:30 这样。</translation>
    </message>
    <message>
        <source>How did it reach the client?</source>
        <translation>用什么方式告知业主？</translation>
    </message>
    <message>
        <source>How did it reach the desk?</source>
        <translation>请选择来源。</translation>
    </message>
    <message>
        <source>How many sheets? A number from 1 to {most}.</source>
        <translation>几份？写 1 到 {most} 的数。</translation>
    </message>
    <message>
        <source>How much was paid?</source>
        <translation>收了多少？</translation>
    </message>
    <message>
        <source>How much, in yuan?</source>
        <translation>金额多少元？</translation>
    </message>
    <message>
        <source>How urgent is it?</source>
        <translation>急修、小修还是零修？</translation>
    </message>
    <message>
        <source>How was it paid?</source>
        <translation>怎样付的款？</translation>
    </message>
    <message>
        <source>How was the responsibility dealt with?</source>
        <translation>责任是怎样处理的？</translation>
    </message>
    <message>
        <source>In which case does it go on?</source>
        <translation>并入哪一件？</translation>
    </message>
    <message>
        <source>In which unit?</source>
        <translation>请选单位。</translation>
    </message>
    <message>
        <source>Install that version here; nothing was changed.</source>
        <translation>请在本机安装该版本；数据未作改动。</translation>
    </message>
    <message>
        <source>Install the newest version of the program here; nothing was changed.</source>
        <translation>请在本机安装最新版本的程序；数据未作任何改动。</translation>
    </message>
    <message>
        <source>Install the program again with its own engine (sqlcipher3).</source>
        <translation>请重新安装本程序（自带 sqlcipher3 引擎）。</translation>
    </message>
    <message>
        <source>Install the program again with its server part (psycopg).</source>
        <translation>请连同服务器组件（psycopg）重新安装本程序。</translation>
    </message>
    <message>
        <source>Is it there?</source>
        <translation>请选：已存、缺少或不适用。</translation>
    </message>
    <message>
        <source>Is the client content?</source>
        <translation>业主满意吗？</translation>
    </message>
    <message>
        <source>Is the owner's “{name}” fit? Tick it as on the slip.</source>
        <translation>业主自备的“{name}”合格吗？请照单上勾选。</translation>
    </message>
    <message>
        <source>It can't go along with {number} again as things are: put it under a lead case anew.</source>
        <translation>按目前情况不能再并回牵头件 {number}：请重新并入牵头件。</translation>
    </message>
    <message>
        <source>It goes along with no other case.</source>
        <translation>本件没有并入牵头件。</translation>
    </message>
    <message>
        <source>It goes along with the lead case {number}: the slip is issued there.</source>
        <translation>本件已并入牵头件 {number}，请在牵头件上派单。</translation>
    </message>
    <message>
        <source>It is a general complaint already.</source>
        <translation>已是一般投诉。</translation>
    </message>
    <message>
        <source>It is a major complaint already.</source>
        <translation>已是重大投诉。</translation>
    </message>
    <message>
        <source>It is marked as a hard problem already.</source>
        <translation>已标为疑难问题。</translation>
    </message>
    <message>
        <source>It is not marked as a hard problem.</source>
        <translation>并未标为疑难问题。</translation>
    </message>
    <message>
        <source>It is of this kind already.</source>
        <translation>本来就是这一类。</translation>
    </message>
    <message>
        <source>It is saved: only the answer did not arrive.</source>
        <translation>其实已经保存，只是答复没有传回。</translation>
    </message>
    <message>
        <source>It is used as it is set up; look whether it is switched on.</source>
        <translation>按其现有设置使用；请看它是否已开机。</translation>
    </message>
    <message>
        <source>It is with {department} already.</source>
        <translation>本来就由{department}负责。</translation>
    </message>
    <message>
        <source>It is written postgresql+psycopg://USER:PASSWORD@HOST/DATABASE.</source>
        <translation>应写作 postgresql+psycopg://用户:密码@主机/数据库。</translation>
    </message>
    <message>
        <source>It may be saved or not: the database's answer did not arrive.</source>
        <translation>可能已经保存，也可能没有：没有收到数据库的答复。</translation>
    </message>
    <message>
        <source>It was asked for already; the word is still to come.</source>
        <translation>已经报批，批复还没有下来。</translation>
    </message>
    <message>
        <source>It was printed before. Why again? The reason stays in the books.</source>
        <translation>以前打印过。为什么再打？原因留存在册。</translation>
    </message>
    <message>
        <source>Its words, or its file.</source>
        <translation>请填正文，或附上文件。</translation>
    </message>
    <message>
        <source>Keep it in another folder, and put backups into the synchronised one.</source>
        <translation>请放到其他文件夹，备份可放在同步文件夹。</translation>
    </message>
    <message>
        <source>Keep it on this computer's own disk; for several desks use a PostgreSQL server.</source>
        <translation>请放在本机磁盘；多台电脑共用请使用 PostgreSQL 服务器。</translation>
    </message>
    <message>
        <source>Keep the file as it is, check the disk, and restore the last backup if it stays so.</source>
        <translation>请保留此文件并检查磁盘；如仍不行，请恢复最近的备份。</translation>
    </message>
    <message>
        <source>Known already up to {number}: type a higher one, or leave it empty.</source>
        <translation>已知到 {number}：请填更大的编号，没有就空着。</translation>
    </message>
    <message>
        <source>Later entries rest on this one: take those back first.</source>
        <translation>其后的记录以此为据，请先撤回那些记录。</translation>
    </message>
    <message>
        <source>Leave it as it stands. When the database can be reached again, do the same once more: then it is looked up first, and nothing is saved twice.</source>
        <translation>请保持原样。数据库恢复连接后，照原样再做一次：程序会先查是否已保存，不会重复保存。</translation>
    </message>
    <message>
        <source>Letters and digits that begin with a letter, at most {count} of them: such as ls.</source>
        <translation>缩写以字母开头，由字母和数字组成，最多 {count} 个，如 ls。</translation>
    </message>
    <message>
        <source>Line {line} of this file is broken: a quotation mark too many or too few.</source>
        <translation>文件第 {line} 行有误：引号不成对。</translation>
    </message>
    <message>
        <source>Look at its paper and cable and print again; it can be saved as PDF as well.</source>
        <translation>请检查纸张和连线后重打；也可以存为 PDF。</translation>
    </message>
    <message>
        <source>Look whether it is there, and close it in other programs.</source>
        <translation>请确认文件存在，并在其他程序中关闭它。</translation>
    </message>
    <message>
        <source>Mobile numbers begin with 13 to 19.</source>
        <translation>手机号应以 13 至 19 开头。</translation>
    </message>
    <message>
        <source>Move the database to a local disk and start again.</source>
        <translation>请把数据库移到本机磁盘后重新启动。</translation>
    </message>
    <message>
        <source>Moved by {found} mm: it can be {most} mm at most, either way.</source>
        <translation>偏移 {found} 毫米：左右上下最多 {most} 毫米。</translation>
    </message>
    <message>
        <source>Name a file whose first line it is: {option} FILE.</source>
        <translation>请用 {option} 文件 指明首行即为所需内容的文件。</translation>
    </message>
    <message>
        <source>Name one that every desk can reach: `move --to URL --attachments FOLDER`; nothing was moved.</source>
        <translation>请指定一个各台电脑都能访问的文件夹：`move --to URL --attachments 文件夹`；没有迁移任何内容。</translation>
    </message>
    <message>
        <source>Name or number is empty.</source>
        <translation>名称或电话为空。</translation>
    </message>
    <message>
        <source>Needed: a slip that has come back, signed by the client.</source>
        <translation>尚缺：业主签字的回单。</translation>
    </message>
    <message>
        <source>Needed: the answer that was given.</source>
        <translation>尚缺：已作出的答复。</translation>
    </message>
    <message>
        <source>Needed: the caller's word that they are content.</source>
        <translation>尚缺：来人表示满意的记录。</translation>
    </message>
    <message>
        <source>Needed: the follow-up that this case is kept open for.</source>
        <translation>尚缺：本事项必须的回访。</translation>
    </message>
    <message>
        <source>No case has the number {number}.</source>
        <translation>没有编号为 {number} 的事项。</translation>
    </message>
    <message>
        <source>No cell with a field begins in column {found}: nothing can grow there.</source>
        <translation>{found} 列没有写着字段的格，不能增高。</translation>
    </message>
    <message>
        <source>No database can be made at {path}: {reason}</source>
        <translation>无法在 {path} 建立数据库：{reason}</translation>
    </message>
    <message>
        <source>No folder is set in which this office keeps its files.</source>
        <translation>还没有设定本处存放附件的文件夹。</translation>
    </message>
    <message>
        <source>No head row was found in the first ten rows. It can have: {names}.</source>
        <translation>前十行里找不到表头。表头可包含：{names}。</translation>
    </message>
    <message>
        <source>No holiday of {year} is entered yet: enter or import them first.</source>
        <translation>{year} 年还没有录入任何假日：请先录入或导入。</translation>
    </message>
    <message>
        <source>No phone number has this many digits.</source>
        <translation>电话号码的位数不对。</translation>
    </message>
    <message>
        <source>No price is written: it is quoted by hand.</source>
        <translation>没有写价格，由前台人工报价。</translation>
    </message>
    <message>
        <source>No rating is entered. If the client gave none, save again.</source>
        <translation>还没有填业主评价；业主没有评价的，请再按一次保存。</translation>
    </message>
    <message>
        <source>No recovery code was ever made for this office.</source>
        <translation>本单位还没有制作过恢复码。</translation>
    </message>
    <message>
        <source>No room or parking space names this owner number.</source>
        <translation>没有房屋或车位引用这个业主编号。</translation>
    </message>
    <message>
        <source>No room, or several, are called that.</source>
        <translation>没有这个房号，或者有几个同名的。</translation>
    </message>
    <message>
        <source>No sheet is to be read: tick one.</source>
        <translation>没有要读取的工作表，请勾选一张。</translation>
    </message>
    <message>
        <source>No slip has been issued for this case yet.</source>
        <translation>本件尚未开出派工单。</translation>
    </message>
    <message>
        <source>No slip was issued in this month.</source>
        <translation>这个月没有开过派工单。</translation>
    </message>
    <message>
        <source>No such language: {language}.</source>
        <translation>没有这种语言：{language}。</translation>
    </message>
    <message>
        <source>No such time zone: {zone}.</source>
        <translation>没有这个时区：{zone}。</translation>
    </message>
    <message>
        <source>Nobody has signed in.</source>
        <translation>尚未登录。</translation>
    </message>
    <message>
        <source>Nobody of this name works here: {name}.</source>
        <translation>没有名叫{name}的员工。</translation>
    </message>
    <message>
        <source>Nobody's name is a password.</source>
        <translation>姓名不能当密码。</translation>
    </message>
    <message>
        <source>Not agreed: take the time that the client asks for, or let the matter go up the ladder.</source>
        <translation>业主未同意：请按业主要求的时间，或按程序上报。</translation>
    </message>
    <message>
        <source>Not before “{approval}” is given, by {by}: ask for it, and note the word.</source>
        <translation>须先取得“{approval}”（{by}）：请先报批，并记下批复。</translation>
    </message>
    <message>
        <source>Not every file could be kept.</source>
        <translation>有的文件没能保存。</translation>
    </message>
    <message>
        <source>Note first when the work was completed.</source>
        <translation>请先记录完工时间。</translation>
    </message>
    <message>
        <source>Note first when the worker arrived.</source>
        <translation>请先记录维修员到场时间。</translation>
    </message>
    <message>
        <source>Note first who accepted the slip, and when.</source>
        <translation>请先记录接单人和接单时间。</translation>
    </message>
    <message>
        <source>Nothing can be written there. Choose another folder.</source>
        <translation>该处不能写入，请另选文件夹。</translation>
    </message>
    <message>
        <source>Nothing has been noted that could be taken back.</source>
        <translation>没有可以撤回的记录。</translation>
    </message>
    <message>
        <source>Nothing has to be done again.</source>
        <translation>不必再做一次。</translation>
    </message>
    <message>
        <source>Nothing is open any more: it is paid in full.</source>
        <translation>已付清，没有欠款。</translation>
    </message>
    <message>
        <source>Nothing is quoted for this case: nobody is sent out for it.</source>
        <translation>这件事项不派工，不用报价。</translation>
    </message>
    <message>
        <source>Nothing is to be followed up now.</source>
        <translation>现在没有要回访的。</translation>
    </message>
    <message>
        <source>Nothing is to be paid for {number}: it is free, not completed yet, or was before fees were kept here.</source>
        <translation>{number} 无需收费：无偿、尚未完工，或在启用收费登记之前已完工。</translation>
    </message>
    <message>
        <source>Nothing of this import is in use any more.</source>
        <translation>这次导入的内容都已不在用，没有可撤销的。</translation>
    </message>
    <message>
        <source>Nothing of this list was taken in: it is in the books already, or bad.</source>
        <translation>这份清单没有录入任何内容：已经在册，或各行有误。</translation>
    </message>
    <message>
        <source>Nothing of this person is left in the books.</source>
        <translation>此人的信息已从账中删除。</translation>
    </message>
    <message>
        <source>Nothing was changed on the server. Restore into a file to see what is there.</source>
        <translation>服务器上没有改动。可恢复到一个文件，看看里面有什么。</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>没有改动。</translation>
    </message>
    <message>
        <source>Nothing was moved. `complaintdesk check` says in words what is wrong.</source>
        <translation>没有迁移任何内容。`complaintdesk check` 会说明哪里不对。</translation>
    </message>
    <message>
        <source>Nothing would be owed for it. If that is right, save again.</source>
        <translation>保存后此单应收为零。如确实不收费，请再保存一次。</translation>
    </message>
    <message>
        <source>Of what price? The list takes a share of it.</source>
        <translation>按多少钱计？价目是按比例收取的。</translation>
    </message>
    <message>
        <source>Of which kind is it?</source>
        <translation>转为哪一类？</translation>
    </message>
    <message>
        <source>On a new computer found an office there with `complaintdesk init` first.</source>
        <translation>在新电脑上请先用 complaintdesk init 在该处建立管理处。</translation>
    </message>
    <message>
        <source>On the command line name a file whose first line it is: --passphrase-file FILE.</source>
        <translation>命令行请用 --passphrase-file 文件 指定，文件第一行写口令或恢复码。</translation>
    </message>
    <message>
        <source>On {paper} the sample takes {pages} sheets a part.</source>
        <translation>在 {paper} 上，样张每联要 {pages} 张纸。</translation>
    </message>
    <message>
        <source>On {paper}: {words}</source>
        <translation>{paper}：{words}</translation>
    </message>
    <message>
        <source>One field alone is expected here, as in {{case.grade}}, not “{found}”.</source>
        <translation>这里只能写一个字段，如 {{case.grade}}，不能写“{found}”。</translation>
    </message>
    <message>
        <source>One of these is expected: {allowed}.</source>
        <translation>只能填：{allowed}。</translation>
    </message>
    <message>
        <source>One surcharge at a time; for both, write the price told.</source>
        <translation>一次只能勾一项加收；两项都要加收的，请直接填商定的价格。</translation>
    </message>
    <message>
        <source>Only a complaint is judged like this.</source>
        <translation>只有投诉才这样判定。</translation>
    </message>
    <message>
        <source>Only a complaint that was checked and found invalid is explained like this.</source>
        <translation>只有核实为无效的投诉才作无效说明：请先核实。</translation>
    </message>
    <message>
        <source>Only a follow-up made by phone is signed a second time.</source>
        <translation>只有电话回访才需要复核签字。</translation>
    </message>
    <message>
        <source>Only a supervisor changes searches of the whole office.</source>
        <translation>全处共用的查询只有主管能改。</translation>
    </message>
    <message>
        <source>Only a supervisor keeps searches for the whole office.</source>
        <translation>只有主管能保存全处共用的查询。</translation>
    </message>
    <message>
        <source>Only after {tries} real efforts on record, such as answers, visits or measures; there are {made}.</source>
        <translation>须有 {tries} 次实际努力在案（答复、上门、措施等），现有 {made} 次。</translation>
    </message>
    <message>
        <source>Only an administrator may do this to an administrator.</source>
        <translation>管理员的账号只能由管理员处理。</translation>
    </message>
    <message>
        <source>Only by approval: ask for it first, and note the word.</source>
        <translation>须经批准：请先报批，并记下批复。</translation>
    </message>
    <message>
        <source>Only customer service sees owners' records; ask a supervisor.</source>
        <translation>业主档案仅客服部可看；请向主管申请。</translation>
    </message>
    <message>
        <source>Only one number goes here: note the other one in the text.</source>
        <translation>这里只填一个号码，另一个请写在内容里。</translation>
    </message>
    <message>
        <source>Only {owed} is open; more can't be taken for this slip.</source>
        <translation>此单只欠 {owed}，不能多收。</translation>
    </message>
    <message>
        <source>Open it by its address and enter the rest in the settings.</source>
        <translation>请按地址打开，其余在设置里补上。</translation>
    </message>
    <message>
        <source>Open the office there. If the work is to go on here after all, say so with `complaintdesk --database … move --stay`; what was written there stays there.</source>
        <translation>请打开那里的管理处。如果仍要在这里继续，请用 `complaintdesk --database … move --stay` 说明；在那里登记的内容留在那里。</translation>
    </message>
    <message>
        <source>Other cases go along with {number}: take them out of the wave first.</source>
        <translation>{number} 正牵头别的件，请先把它们移出。</translation>
    </message>
    <message>
        <source>Owners' records are customer service's: a supervisor must approve at this desk.</source>
        <translation>业主档案由客服部掌握，须由主管在本机批准。</translation>
    </message>
    <message>
        <source>Paper with {number} was printed since: correct it, or have a supervisor void it.</source>
        <translation>{number} 登记后已打印过：请用“更正”，或请主管作废。</translation>
    </message>
    <message>
        <source>Plug it in: the next backup is copied to it. Or choose another folder.</source>
        <translation>插上后，下一次备份会自动复制过去；也可以另选文件夹。</translation>
    </message>
    <message>
        <source>Print the code or write it down, then tick here.</source>
        <translation>请先打印或抄下恢复码，再勾选此处。</translation>
    </message>
    <message>
        <source>Put it back from a backup: each backup of an encrypted office has a copy.</source>
        <translation>请从备份中取回：加密单位的每份备份里都有一份密钥文件。</translation>
    </message>
    <message>
        <source>Question or answer is empty.</source>
        <translation>问题或答案是空的。</translation>
    </message>
    <message>
        <source>Receipt {receipt} was given for slip {number} already.</source>
        <translation>收据 {receipt} 已用于派工单 {number}。</translation>
    </message>
    <message>
        <source>Restore it into a file first, then take that office to the server: `complaintdesk move --to URL --attachments FOLDER`.</source>
        <translation>请先恢复到文件，再把那个管理处迁到服务器：`complaintdesk move --to URL --attachments 文件夹`。</translation>
    </message>
    <message>
        <source>Restore its newest backup; it is upgraded then. Nothing was changed.</source>
        <translation>请恢复最近的备份，恢复时会自动升级。数据没有任何改动。</translation>
    </message>
    <message>
        <source>Restore the newest good backup. The damaged file is kept aside: a specialist may still read it.</source>
        <translation>请恢复最近的完好备份。损坏的文件会另行保留，专业人员也许还能读出内容。</translation>
    </message>
    <message>
        <source>Restore the newest good backup. What is there is kept aside on the server: a specialist may still read it.</source>
        <translation>请恢复最近一份完好的备份。现有数据会另存在服务器上，专业人员或许还能读出。</translation>
    </message>
    <message>
        <source>Run `complaintdesk check` to see whether records were changed, then restore a backup.</source>
        <translation>请运行 `complaintdesk check` 查看记录是否被改动，再恢复备份。</translation>
    </message>
    <message>
        <source>Run `complaintdesk check`: it says in words what is wrong with the books.</source>
        <translation>请运行 complaintdesk check，会逐条说明账册哪里不对。</translation>
    </message>
    <message>
        <source>Save a copy, and open it with a program of your choice.</source>
        <translation>请另存一份，再用您选择的程序打开。</translation>
    </message>
    <message>
        <source>Save soon. Free some space, or ask for the right to write there.</source>
        <translation>请尽快保存；并清理磁盘空间，或开通该位置的写入权限。</translation>
    </message>
    <message>
        <source>Say it in a few words.</source>
        <translation>请写几句说明。</translation>
    </message>
    <message>
        <source>Set the clock right. If it is right, the office head confirms it: `complaintdesk confirm-clock`.</source>
        <translation>请把时钟调准。如时钟无误，由物业主任确认：`complaintdesk confirm-clock`。</translation>
    </message>
    <message>
        <source>Settle first whether it is free or paid.</source>
        <translation>请先确定有偿还是无偿。</translation>
    </message>
    <message>
        <source>Sheet “{sheet}” reaches beyond {cell}: no form is so large. Delete the rows and columns too many.</source>
        <translation>工作表“{sheet}”超出了 {cell}：没有这么大的表单。请删除多余的行和列。</translation>
    </message>
    <message>
        <source>Somebody else imported this; a supervisor can undo it.</source>
        <translation>这是别人导入的，可由主管撤销。</translation>
    </message>
    <message>
        <source>Somebody else registered {number}: correct it, or have a supervisor void it.</source>
        <translation>{number} 是别人登记的：请用“更正”，或请主管作废。</translation>
    </message>
    <message>
        <source>Somebody removed protections from the database: {names}.</source>
        <translation>数据库的保护被人移除：{names}。</translation>
    </message>
    <message>
        <source>Something is still missing: see the notes beside the fields.</source>
        <translation>有内容未填，请看各栏旁的提示。</translation>
    </message>
    <message>
        <source>Something must stand here.</source>
        <translation>此处不能为空。</translation>
    </message>
    <message>
        <source>Something was done with {number} since: correct it, or have a supervisor void it.</source>
        <translation>{number} 登记后已有处理：请用“更正”，或请主管作废。</translation>
    </message>
    <message>
        <source>Something was saved in the database in the meantime.</source>
        <translation>在此期间数据库里又保存了内容。</translation>
    </message>
    <message>
        <source>Switch it on, choose another printer, or save as PDF.</source>
        <translation>请开机、另选打印机，或存为 PDF。</translation>
    </message>
    <message>
        <source>Take back the acceptance noted after it first.</source>
        <translation>请先撤回其后的接单记录。</translation>
    </message>
    <message>
        <source>Take back the approval noted after it first.</source>
        <translation>请先撤回其后登记的批准。</translation>
    </message>
    <message>
        <source>Take back the arrival noted after it first.</source>
        <translation>请先撤回其后的到场记录。</translation>
    </message>
    <message>
        <source>Take back the closing noted after it first.</source>
        <translation>请先撤回其后的结案。</translation>
    </message>
    <message>
        <source>Take back the completion noted after it first.</source>
        <translation>请先撤回其后的完工记录。</translation>
    </message>
    <message>
        <source>Take back the end of this pause first.</source>
        <translation>请先撤回这次等待之后的“继续处理”。</translation>
    </message>
    <message>
        <source>Take back the explanation to the complainant noted after it first.</source>
        <translation>请先撤回其后登记的无效说明。</translation>
    </message>
    <message>
        <source>Take back the follow-up noted after it first.</source>
        <translation>请先撤回其后登记的回访。</translation>
    </message>
    <message>
        <source>Take back the handling noted after it first.</source>
        <translation>请先撤回其后的办结。</translation>
    </message>
    <message>
        <source>Take back the passing to another team noted after it first.</source>
        <translation>请先撤回其后的转派。</translation>
    </message>
    <message>
        <source>Take back the refusal noted after it first.</source>
        <translation>请先撤回其后登记的不批准。</translation>
    </message>
    <message>
        <source>Take back the reopening noted after it first.</source>
        <translation>请先撤回其后的重新办理。</translation>
    </message>
    <message>
        <source>Take back the second signature noted after it first.</source>
        <translation>请先撤回其后的复核签字。</translation>
    </message>
    <message>
        <source>Take back the slip's return noted after it first.</source>
        <translation>请先撤回其后的回单记录。</translation>
    </message>
    <message>
        <source>Take back the special closing noted after it first.</source>
        <translation>请先撤回其后登记的特殊关闭。</translation>
    </message>
    <message>
        <source>Tell the client the price first, and note that they agree.</source>
        <translation>请先向业主报价，并注明其同意。</translation>
    </message>
    <message>
        <source>Test the connection first.</source>
        <translation>请先测试连接。</translation>
    </message>
    <message>
        <source>That slip's guarantee does not run any more.</source>
        <translation>该单的质保期已过。</translation>
    </message>
    <message>
        <source>That would be more than {most} places; there is a slip in a number.</source>
        <translation>那就超过 {most} 处了，请核对数字。</translation>
    </message>
    <message>
        <source>The appointment ends before it begins.</source>
        <translation>预约的结束早于开始。</translation>
    </message>
    <message>
        <source>The appointment lies before the call.</source>
        <translation>预约时间早于来电时间。</translation>
    </message>
    <message>
        <source>The arrival is noted already.</source>
        <translation>到场时间已记录。</translation>
    </message>
    <message>
        <source>The backup is not whole: {count} things are wrong, the first in {code}.</source>
        <translation>备份不完整：有 {count} 处不对，第一处是 {code}。</translation>
    </message>
    <message>
        <source>The backup is of books in a file, with files kept beside it.</source>
        <translation>这份备份来自文件数据库，附件存放在它旁边。</translation>
    </message>
    <message>
        <source>The bar code is missing or another one: here belongs {wanted}.</source>
        <translation>条码没有了，或者换成了别的：这里应是 {wanted}。</translation>
    </message>
    <message>
        <source>The books did not come over whole: {code}.</source>
        <translation>账没有完整地过去：{code}。</translation>
    </message>
    <message>
        <source>The books to be moved are not whole: {code}.</source>
        <translation>要迁移的账不完整：{code}。</translation>
    </message>
    <message>
        <source>The caller was shown where to turn; the case ends here.</source>
        <translation>已引导来人另行反映，本件到此为止。</translation>
    </message>
    <message>
        <source>The cells are merged otherwise than those of their heads in row {head}.</source>
        <translation>这一行的合并与第 {head} 行的表头不一样。</translation>
    </message>
    <message>
        <source>The check list has no such step.</source>
        <translation>检查步骤中没有这一项。</translation>
    </message>
    <message>
        <source>The client was not content: reopen the case for a new round.</source>
        <translation>业主不满意：请重新办理本件，进入新一轮。</translation>
    </message>
    <message>
        <source>The column “{name}” is missing at the right of the grid: what it says would be lost.</source>
        <translation>表格右边缺“{name}”一列：它写的设置会丢失。</translation>
    </message>
    <message>
        <source>The completion is noted already.</source>
        <translation>完工时间已记录。</translation>
    </message>
    <message>
        <source>The copy of the books is not like the books: nothing was changed.</source>
        <translation>数据副本与原数据不一致，未作任何改动。</translation>
    </message>
    <message>
        <source>The database can't be opened safely: {setting} stays {found}.</source>
        <translation>无法安全地打开数据库：{setting} 仍为 {found}。</translation>
    </message>
    <message>
        <source>The database engine (SQLite {version}) has a known fault that can lose data.</source>
        <translation>数据库引擎（SQLite {version}）有可能丢失数据的已知缺陷。</translation>
    </message>
    <message>
        <source>The database file can't be read or written.</source>
        <translation>数据库文件无法读写。</translation>
    </message>
    <message>
        <source>The database file {path} is damaged ({said}).</source>
        <translation>数据库文件“{path}”已损坏（{said}）。</translation>
    </message>
    <message>
        <source>The database is busy with another program's work: nothing was saved.</source>
        <translation>数据库正被其他程序占用，未保存。</translation>
    </message>
    <message>
        <source>The database is of an older version, and its file is damaged.</source>
        <translation>这是旧版本的数据库，而且文件已损坏。</translation>
    </message>
    <message>
        <source>The database is open in another window or at another desk.</source>
        <translation>数据库正在另一窗口或另一台电脑上使用。</translation>
    </message>
    <message>
        <source>The database lies in a folder that a cloud program copies while it is in use.</source>
        <translation>数据库放在网盘同步的文件夹里，使用中会被复制。</translation>
    </message>
    <message>
        <source>The database lies on a network drive, where it would sooner or later be damaged.</source>
        <translation>数据库放在网络盘上，迟早会损坏。</translation>
    </message>
    <message>
        <source>The database server can't be reached.</source>
        <translation>连接不上数据库服务器。</translation>
    </message>
    <message>
        <source>The database server can't prove that it is the right one (TLS).</source>
        <translation>无法确认数据库服务器的身份（TLS）。</translation>
    </message>
    <message>
        <source>The database server does not give this user the right to do that.</source>
        <translation>数据库服务器不允许这个用户这样做。</translation>
    </message>
    <message>
        <source>The database server refuses the user or password in the database's address.</source>
        <translation>数据库服务器不接受地址里的用户名或密码。</translation>
    </message>
    <message>
        <source>The database to be replaced can't be opened: {said}.</source>
        <translation>要替换的数据库打不开：{said}。</translation>
    </message>
    <message>
        <source>The database was written by a newer version of the program.</source>
        <translation>此数据库由更新版本的程序写成。</translation>
    </message>
    <message>
        <source>The disk is full. Make room there, or choose another folder.</source>
        <translation>磁盘已满，请清理出空间，或另选文件夹。</translation>
    </message>
    <message>
        <source>The disk is full: nothing was saved.</source>
        <translation>磁盘已满，未保存。</translation>
    </message>
    <message>
        <source>The disk is nearly full: there is no room for a list of many rows.</source>
        <translation>磁盘快满了，放不下要导入的大量数据。</translation>
    </message>
    <message>
        <source>The disk of the database server is full: nothing was saved.</source>
        <translation>数据库服务器的磁盘已满：没有保存。</translation>
    </message>
    <message>
        <source>The error workbook would take the list's place: name another.</source>
        <translation>错误工作簿会覆盖原名单：请另取文件名。</translation>
    </message>
    <message>
        <source>The file can't be read.</source>
        <translation>文件读不出来。</translation>
    </message>
    <message>
        <source>The file {path} can't be read.</source>
        <translation>无法读取文件 {path}。</translation>
    </message>
    <message>
        <source>The higher price is below the lower one.</source>
        <translation>价格上限低于下限。</translation>
    </message>
    <message>
        <source>The key file {path} can't be read, or is damaged.</source>
        <translation>密钥文件 {path} 无法读取或已损坏。</translation>
    </message>
    <message>
        <source>The last day is before the first.</source>
        <translation>截止日期早于开始日期。</translation>
    </message>
    <message>
        <source>The last day lies before the first.</source>
        <translation>结束日期早于开始日期。</translation>
    </message>
    <message>
        <source>The limits of {number} began earlier, and end first: let it lead.</source>
        <translation>{number} 的时限起算更早、先到，请由它牵头。</translation>
    </message>
    <message>
        <source>The list has changed since you opened it: look through it again.</source>
        <translation>打开之后清单有了变化，请重新核对。</translation>
    </message>
    <message>
        <source>The list leaves it open: what does it cost?</source>
        <translation>价目没有写明，这次多少钱？</translation>
    </message>
    <message>
        <source>The list names no figure: it is quoted by hand.</source>
        <translation>价目没有写明金额，由前台人工报价。</translation>
    </message>
    <message>
        <source>The list of this month is signed already.</source>
        <translation>这个月的装订清单已经签过了。</translation>
    </message>
    <message>
        <source>The logo has {size} KB; there is room for {limit}.</source>
        <translation>标志有 {size} KB，最多 {limit} KB。</translation>
    </message>
    <message>
        <source>The logo must be a whole PNG picture.</source>
        <translation>标志须是完整的 PNG 图片。</translation>
    </message>
    <message>
        <source>The matter goes on as {number}: have that case voided first.</source>
        <translation>此事已转为 {number} 办理：请先把该件作废。</translation>
    </message>
    <message>
        <source>The meeting lies before the days that it is about.</source>
        <translation>会议时间早于所议的日期。</translation>
    </message>
    <message>
        <source>The name is too long. Choose a shorter one.</source>
        <translation>文件名太长，请改短一些。</translation>
    </message>
    <message>
        <source>The new time must be later than the one that stands.</source>
        <translation>新的时间必须晚于现在的时限。</translation>
    </message>
    <message>
        <source>The number is missing: “{name}” ({label}) belongs into the head (页眉右) or the grid. Slips are bound by it.</source>
        <translation>少了单号：“{name}”（{label}）要在页眉右或者表格里，装订要靠它。</translation>
    </message>
    <message>
        <source>The office could not be opened.</source>
        <translation>管理处未能打开。</translation>
    </message>
    <message>
        <source>The office head has not approved this.</source>
        <translation>物业主任尚未批准。</translation>
    </message>
    <message>
        <source>The office head sets one in the settings of the office, a folder that every desk can reach.</source>
        <translation>请主任在本处的设置里设定一个各台电脑都能访问的文件夹。</translation>
    </message>
    <message>
        <source>The office is at {place} already, with all that stands here and {count} deeds more. Nothing was changed.</source>
        <translation>管理处的账已在 {place}，本账所记那边都有，另外还多 {count} 笔。未作任何改动。</translation>
    </message>
    <message>
        <source>The office is founded on the server, but not all was entered.</source>
        <translation>管理处已建在服务器上，但没有全部录入。</translation>
    </message>
    <message>
        <source>The office needs a name.</source>
        <translation>请填写管理处名称。</translation>
    </message>
    <message>
        <source>The office's folder for files can't be reached from this desk: {path}</source>
        <translation>这台电脑访问不到本处的附件文件夹：{path}</translation>
    </message>
    <message>
        <source>The office's procedure has no number series for this kind.</source>
        <translation>本处规程未给此类设编号。</translation>
    </message>
    <message>
        <source>The office's rule book asks for this.</source>
        <translation>本处规程要求填写。</translation>
    </message>
    <message>
        <source>The office's rule book has no such field.</source>
        <translation>本处规程没有这个字段。</translation>
    </message>
    <message>
        <source>The office's searches stand before one's own.</source>
        <translation>全处共用的查询总排在个人的前面。</translation>
    </message>
    <message>
        <source>The owner number is missing: whose home is it?</source>
        <translation>缺少业主编号，无法对应房屋。</translation>
    </message>
    <message>
        <source>The part's name is missing, such as 第一联　业主联.</source>
        <translation>没有写联的名称，如 第一联　业主联。</translation>
    </message>
    <message>
        <source>The passphrase is wrong.</source>
        <translation>口令不对。</translation>
    </message>
    <message>
        <source>The password is wrong.</source>
        <translation>密码不对。</translation>
    </message>
    <message>
        <source>The printer “{printer}” is not there.</source>
        <translation>找不到打印机“{printer}”。</translation>
    </message>
    <message>
        <source>The program met an error of its own.</source>
        <translation>程序自身出错。</translation>
    </message>
    <message>
        <source>The result of this round is signed already.</source>
        <translation>本轮处理结果已签认。</translation>
    </message>
    <message>
        <source>The rule book in force was adopted with another version of the program: this one can't read it.</source>
        <translation>现行规程是用本程序的其他版本启用的，当前版本无法读取。</translation>
    </message>
    <message>
        <source>The rule book knows no such approval.</source>
        <translation>规程里没有这项审批。</translation>
    </message>
    <message>
        <source>The rule book knows no such part of a slip.</source>
        <translation>规程里没有派工单的这一联。</translation>
    </message>
    <message>
        <source>The rule book names no such fine.</source>
        <translation>规程里没有这项处罚。</translation>
    </message>
    <message>
        <source>The rule book names no such meeting.</source>
        <translation>规程里没有这种例会。</translation>
    </message>
    <message>
        <source>The rule book of this case knows no special closing.</source>
        <translation>本件所依规程没有特殊关闭。</translation>
    </message>
    <message>
        <source>The same office is at {place} already, and work went on in both since: {here} deeds here, {there} there. Nothing was changed.</source>
        <translation>{place} 已有同一个管理处的账，此后两边都记过事：本账 {here} 笔，那边 {there} 笔。未作任何改动。</translation>
    </message>
    <message>
        <source>The second medium {path} is not plugged in.</source>
        <translation>备份副本所在的磁盘或U盘“{path}”没有插上。</translation>
    </message>
    <message>
        <source>The service ends before it begins.</source>
        <translation>服务的结束日早于开始日。</translation>
    </message>
    <message>
        <source>The service is added: look at the price, then save.</source>
        <translation>项目已加入，请看一下价格再保存。</translation>
    </message>
    <message>
        <source>The settings file has “{found}” as “{name}” for the printer of {form}: it can't be that.</source>
        <translation>设置文件中表单 {form} 的打印机，“{name}”写的是“{found}”，不能这样写。</translation>
    </message>
    <message>
        <source>The settings file has “{name}” for the printer of {form}: unknown.</source>
        <translation>设置文件中表单 {form} 的打印机有不认识的项“{name}”。</translation>
    </message>
    <message>
        <source>The sheet 表单 doesn't name this layout. Name it there, or delete it.</source>
        <translation>“表单”工作表里没有写这张版面。请在那里写上，或者删除它。</translation>
    </message>
    <message>
        <source>The sheet 表单 names no layout.</source>
        <translation>“表单”工作表里没有写任何版面。</translation>
    </message>
    <message>
        <source>The time lies before the promise of it.</source>
        <translation>约定的时间早于告知业主的时间。</translation>
    </message>
    <message>
        <source>The time promised is over already.</source>
        <translation>答应的时间已经过了。</translation>
    </message>
    <message>
        <source>The title can't hold fields.</source>
        <translation>标题里不能写字段。</translation>
    </message>
    <message>
        <source>The title is missing: a row 标题.</source>
        <translation>没有标题：缺一行“标题”。</translation>
    </message>
    <message>
        <source>The trays of the printer “{printer}” can't be read.</source>
        <translation>读不到打印机“{printer}”的纸盒。</translation>
    </message>
    <message>
        <source>The two passphrases differ.</source>
        <translation>两次输入的口令不一致。</translation>
    </message>
    <message>
        <source>The two passwords differ.</source>
        <translation>两次输入的密码不一致。</translation>
    </message>
    <message>
        <source>The user in the database's address has to own the database.</source>
        <translation>数据库地址里的用户必须是这个数据库的所有者。</translation>
    </message>
    <message>
        <source>The wish is written before the material is used: this is later.</source>
        <translation>书面要求须写在使用之前，这个时间晚了。</translation>
    </message>
    <message>
        <source>There are files kept with cases, and no folder for them is named.</source>
        <translation>有随事项保存的附件，却没有指定存放它们的文件夹。</translation>
    </message>
    <message>
        <source>There are {count} already: remove one first.</source>
        <translation>已有 {count} 个，请先移除一个。</translation>
    </message>
    <message>
        <source>There can be one row {kind} alone.</source>
        <translation>“{kind}”只能有一行。</translation>
    </message>
    <message>
        <source>There is a file at {path} already; nothing was changed.</source>
        <translation>{path} 已有同名文件，未作任何改动。</translation>
    </message>
    <message>
        <source>There is a file of this name already; choose another name or folder.</source>
        <translation>已有这个名字的文件，请换个名字或文件夹。</translation>
    </message>
    <message>
        <source>There is a folder of that name. Choose another name.</source>
        <translation>已有同名文件夹，请换个名称。</translation>
    </message>
    <message>
        <source>There is a slip in group {group} of the code: {characters}.</source>
        <translation>恢复码第 {group} 组有误：{characters}，请对照纸面核对。</translation>
    </message>
    <message>
        <source>There is no case of this number.</source>
        <translation>没有这个编号的事项。</translation>
    </message>
    <message>
        <source>There is no case {number}.</source>
        <translation>没有编号为 {number} 的事项。</translation>
    </message>
    <message>
        <source>There is no category “{found}”.</source>
        <translation>没有“{found}”这个分类。</translation>
    </message>
    <message>
        <source>There is no criterion “{found}”.</source>
        <translation>没有“{found}”这项重大情形。</translation>
    </message>
    <message>
        <source>There is no database at {path}.</source>
        <translation>{path} 处没有数据库。</translation>
    </message>
    <message>
        <source>There is no department “{found}”, but these: {allowed}.</source>
        <translation>没有部门“{found}”，现有：{allowed}。</translation>
    </message>
    <message>
        <source>There is no department “{found}”.</source>
        <translation>没有“{found}”这个部门。</translation>
    </message>
    <message>
        <source>There is no field “{found}”.</source>
        <translation>没有“{found}”这个栏位。</translation>
    </message>
    <message>
        <source>There is no field “{found}”. Is “{nearest}” ({label}) meant?</source>
        <translation>没有字段“{found}”。是不是“{nearest}”（{label}）？</translation>
    </message>
    <message>
        <source>There is no field “{found}”. Is “{nearest}” meant?</source>
        <translation>没有“{found}”这个栏位，是否应为“{nearest}”？</translation>
    </message>
    <message>
        <source>There is no field “{found}”. The sheet “字段” names them all.</source>
        <translation>没有字段“{found}”。“字段”工作表里列着全部字段。</translation>
    </message>
    <message>
        <source>There is no folder “{folder}”. Choose another one.</source>
        <translation>没有“{folder}”这个文件夹，请另选。</translation>
    </message>
    <message>
        <source>There is no form “{found}”, but these:
{allowed}</source>
        <translation>没有表单“{found}”，现有：
{allowed}</translation>
    </message>
    <message>
        <source>There is no form “{found}”, but these: {allowed}.</source>
        <translation>没有“{found}”这张表单；现有：{allowed}。</translation>
    </message>
    <message>
        <source>There is no item in this list yet.</source>
        <translation>这份价目表还没有项目。</translation>
    </message>
    <message>
        <source>There is no layout's sheet called “{found}”, or it is named twice.</source>
        <translation>没有叫“{found}”的版面工作表，或者写了两次。</translation>
    </message>
    <message>
        <source>There is no number series {series}.</source>
        <translation>没有编号系列 {series}。</translation>
    </message>
    <message>
        <source>There is no number {number} in the books.</source>
        <translation>账册中没有编号 {number}。</translation>
    </message>
    <message>
        <source>There is no owner with the number {number}.</source>
        <translation>没有编号为 {number} 的业主。</translation>
    </message>
    <message>
        <source>There is no paper “{found}”. Papers are written A4, A5 landscape, 241x140, roll 80.</source>
        <translation>没有纸张“{found}”。纸张写作 A4、A5 landscape（横向）、241x140、roll 80（卷纸）。</translation>
    </message>
    <message>
        <source>There is no paper “{found}”. Papers are written A4, A5 横, 241×140, 卷纸 80.</source>
        <translation>没有“{found}”这种纸。纸张写成 A4、A5 横、241×140、卷纸 80。</translation>
    </message>
    <message>
        <source>There is no part “{found}”, but these: {allowed}.</source>
        <translation>没有“{found}”这一联，只有：{allowed}。</translation>
    </message>
    <message>
        <source>There is no price list {number} in use.</source>
        <translation>没有在用的收费标准 {number}。</translation>
    </message>
    <message>
        <source>There is no result yet: handle the case first.</source>
        <translation>还没有处理结果：请先办结。</translation>
    </message>
    <message>
        <source>There is no room whose bill it could go on: enter the household first.</source>
        <translation>没有房号，无法并入管理费收费单：请先登记住户。</translation>
    </message>
    <message>
        <source>There is no such file; choose one that is there.</source>
        <translation>没有这个文件，请选一个已有的。</translation>
    </message>
    <message>
        <source>There is no such folder; choose one that is there.</source>
        <translation>没有这个文件夹，请选一个已有的。</translation>
    </message>
    <message>
        <source>There is no team “{found}”.</source>
        <translation>没有“{found}”这个班组。</translation>
    </message>
    <message>
        <source>There is no terminal to type the password at.</source>
        <translation>没有可输入密码的终端。</translation>
    </message>
    <message>
        <source>There is no “{found}”. Is “{nearest}” meant?</source>
        <translation>没有“{found}”，是否指“{nearest}”？</translation>
    </message>
    <message>
        <source>There is nothing in this file.</source>
        <translation>文件里没有内容。</translation>
    </message>
    <message>
        <source>There is nothing to print.</source>
        <translation>没有可打印的内容。</translation>
    </message>
    <message>
        <source>There is somebody of this name already.</source>
        <translation>已有同名员工。</translation>
    </message>
    <message>
        <source>There is something in {path} already: name a new or empty folder.</source>
        <translation>{path} 中已有内容：请指定新的或空的文件夹。</translation>
    </message>
    <message>
        <source>These books were moved to {place}: work goes on there.</source>
        <translation>这套账已迁到 {place}：请到那里继续工作。</translation>
    </message>
    <message>
        <source>These letters stand for the same words already.</source>
        <translation>该缩写已对应同样的文字。</translation>
    </message>
    <message>
        <source>These margins leave nothing of the paper's width.</source>
        <translation>这样的边距，纸上就没有宽度了。</translation>
    </message>
    <message>
        <source>These minutes are void.</source>
        <translation>这份例会单已作废。</translation>
    </message>
    <message>
        <source>These points are lifted already.</source>
        <translation>这几分已经免除了。</translation>
    </message>
    <message>
        <source>These points count already.</source>
        <translation>这几分本来就计入。</translation>
    </message>
    <message>
        <source>This PDF is damaged or locked by a password.</source>
        <translation>此 PDF 已损坏，或设有密码。</translation>
    </message>
    <message>
        <source>This address of a database server can't be understood.</source>
        <translation>数据库服务器的地址无法识别。</translation>
    </message>
    <message>
        <source>This amount is too large.</source>
        <translation>金额过大。</translation>
    </message>
    <message>
        <source>This answer was taken out of the book meanwhile.</source>
        <translation>这一条答案已被移出答客问。</translation>
    </message>
    <message>
        <source>This case goes on under another kind, in a case of its own.</source>
        <translation>本件已转类，请在新件中继续。</translation>
    </message>
    <message>
        <source>This case is about you: have a colleague correct it.</source>
        <translation>本件涉及您本人，请由同事更正。</translation>
    </message>
    <message>
        <source>This case is closed already.</source>
        <translation>本件已结案。</translation>
    </message>
    <message>
        <source>This case is closed: register the same matter as a new case that repeats it.</source>
        <translation>本件已结案：同一事项请登记为新件，并注明再次投诉（报修）。</translation>
    </message>
    <message>
        <source>This case is closed: reopen it first, or take back the closing.</source>
        <translation>本件已结案：请先重新办理，或撤回结案。</translation>
    </message>
    <message>
        <source>This case is handled already.</source>
        <translation>本件已办结。</translation>
    </message>
    <message>
        <source>This case is handled: reopen it first, or take back the handling.</source>
        <translation>本件已办结：请先重新办理，或撤回办结。</translation>
    </message>
    <message>
        <source>This case is registered already.</source>
        <translation>本件已登记。</translation>
    </message>
    <message>
        <source>This case is still open.</source>
        <translation>本件尚未办结。</translation>
    </message>
    <message>
        <source>This case is void: nothing more is written in it.</source>
        <translation>本件已作废，不再记入任何内容。</translation>
    </message>
    <message>
        <source>This case waits already: note first that it goes on, then what it waits for.</source>
        <translation>本件已在等待中：请先记“继续处理”，再记新的等待原因。</translation>
    </message>
    <message>
        <source>This case waits for nothing.</source>
        <translation>本件没有在等待。</translation>
    </message>
    <message>
        <source>This case was closed specially, by approval.</source>
        <translation>本件已经批准特殊关闭。</translation>
    </message>
    <message>
        <source>This case was found invalid.</source>
        <translation>本件已判为无效。</translation>
    </message>
    <message>
        <source>This case was joined to another: go on there.</source>
        <translation>本件已并入另一件，请在该件中继续。</translation>
    </message>
    <message>
        <source>This category has no team of its own: choose one.</source>
        <translation>这个分类没有固定班组，请选一个。</translation>
    </message>
    <message>
        <source>This category is not for this kind.</source>
        <translation>这个分类不用于所选类别。</translation>
    </message>
    <message>
        <source>This cell reaches out of the grid, which ends at column {limit}.</source>
        <translation>这一格超出了表格区；表格区到 {limit} 列为止。</translation>
    </message>
    <message>
        <source>This column is hidden. Show it, or delete it as a whole.</source>
        <translation>这一列被隐藏了。请取消隐藏，或者整列删除。</translation>
    </message>
    <message>
        <source>This computer's clock stands before the last entry in the books ({last}).</source>
        <translation>本机时钟早于账上最后一条记录（{last}）。</translation>
    </message>
    <message>
        <source>This computer's clock stands over a year after the last entry ({last}).</source>
        <translation>本机时钟比账上最后一条记录（{last}）晚一年以上。</translation>
    </message>
    <message>
        <source>This costs no points.</source>
        <translation>此项不扣分。</translation>
    </message>
    <message>
        <source>This day is still to come.</source>
        <translation>这一天还没到。</translation>
    </message>
    <message>
        <source>This disk or stick can't be relied on. Use another one for the backups.</source>
        <translation>这个磁盘或U盘不可靠，请换一个存放备份。</translation>
    </message>
    <message>
        <source>This file asks for more memory or time than any list needs. Copy its rows into a new workbook and save that.</source>
        <translation>读这个文件需要的内存或时间远远超过一份名单。请把其中的行复制到新工作簿，另存后再导入。</translation>
    </message>
    <message>
        <source>This file belongs to no household's document.</source>
        <translation>此文件不属于业主档案资料。</translation>
    </message>
    <message>
        <source>This file belongs to no regulation.</source>
        <translation>此文件不属于规章制度。</translation>
    </message>
    <message>
        <source>This file has more than {limit} MB. Split it, or remove its pictures.</source>
        <translation>文件超过 {limit} MB。请拆分，或删去其中的图片。</translation>
    </message>
    <message>
        <source>This file holds more text than is read at once. Split it.</source>
        <translation>这个文件的文字太多，一次读不完。请分成几个文件。</translation>
    </message>
    <message>
        <source>This file is damaged or not what its name says. Open it in Excel or WPS and save it anew as .xlsx.</source>
        <translation>文件已损坏，或与扩展名不符。请用 Excel 或 WPS 打开后另存为 .xlsx。</translation>
    </message>
    <message>
        <source>This file is no database of the desk, or it is encrypted and its own key file is not beside it.</source>
        <translation>此文件不是本程序的数据库；或者它已加密，而旁边没有它自己的密钥文件。</translation>
    </message>
    <message>
        <source>This file is no longer as it was kept.</source>
        <translation>该附件已不是存入时的原样。</translation>
    </message>
    <message>
        <source>This file is no picture that can be read.</source>
        <translation>这个文件不是能读的图片。</translation>
    </message>
    <message>
        <source>This file is not written in {encoding}.</source>
        <translation>这个文件不是 {encoding} 编码。</translation>
    </message>
    <message>
        <source>This file is written in neither UTF-8 nor GB18030.</source>
        <translation>文件编码既不是 UTF-8，也不是 GB18030。</translation>
    </message>
    <message>
        <source>This fine is void already.</source>
        <translation>这笔罚款已作废。</translation>
    </message>
    <message>
        <source>This follow-up has its second signature already.</source>
        <translation>这次回访已复核签字。</translation>
    </message>
    <message>
        <source>This follow-up is made already.</source>
        <translation>这项回访已经做过。</translation>
    </message>
    <message>
        <source>This follow-up is no longer asked for.</source>
        <translation>这项回访已不再需要。</translation>
    </message>
    <message>
        <source>This follow-up was given up: take that back first.</source>
        <translation>这项回访已终止：请先撤回终止。</translation>
    </message>
    <message>
        <source>This form is saved already, as it read before: look at it, and put it right.</source>
        <translation>本表单先前的内容已保存：请查看已保存的记录，在那里更正。</translation>
    </message>
    <message>
        <source>This form was saved already as {number}; the changes can go in as a correction.</source>
        <translation>此表已保存为 {number}；改动可作为更正记入。</translation>
    </message>
    <message>
        <source>This form was saved before, and taken back since: open it anew to record it.</source>
        <translation>此表单之前已保存，后来又撤回了：请重新打开再登记。</translation>
    </message>
    <message>
        <source>This goes up in writing: fill in the 《投诉处理联系单》.</source>
        <translation>此项须书面上报：请填写《投诉处理联系单》。</translation>
    </message>
    <message>
        <source>This hand-over was taken back.</source>
        <translation>这次交接已作废。</translation>
    </message>
    <message>
        <source>This has been taken back already.</source>
        <translation>此项已撤回。</translation>
    </message>
    <message>
        <source>This import can't be undone: something was done with {count} of its rows.
{named}</source>
        <translation>这次导入不能撤销：其中 {count} 行已有后续处理。
{named}</translation>
    </message>
    <message>
        <source>This import was undone meanwhile: begin it anew.</source>
        <translation>这次导入已被撤销，请重新开始导入。</translation>
    </message>
    <message>
        <source>This installation can't talk to a database server.</source>
        <translation>此安装无法连接数据库服务器。</translation>
    </message>
    <message>
        <source>This is a web page under a workbook's name. Open it in Excel or WPS and save it as .xlsx.</source>
        <translation>这是以表格命名的网页文件。请用 Excel 或 WPS 打开后另存为 .xlsx。</translation>
    </message>
    <message>
        <source>This is before it was approved.</source>
        <translation>此时间早于批准时间。</translation>
    </message>
    <message>
        <source>This is before the attempt.</source>
        <translation>这早于本次联系的时间。</translation>
    </message>
    <message>
        <source>This is before the case was closed.</source>
        <translation>早于本件的结案时间。</translation>
    </message>
    <message>
        <source>This is before the case was handled.</source>
        <translation>早于本件的办结时间。</translation>
    </message>
    <message>
        <source>This is before the case was received.</source>
        <translation>早于本件的受理时间。</translation>
    </message>
    <message>
        <source>This is before the case was reopened.</source>
        <translation>早于本件重新办理的时间。</translation>
    </message>
    <message>
        <source>This is before the complaint was checked.</source>
        <translation>此时间早于核实时间。</translation>
    </message>
    <message>
        <source>This is before the follow-up.</source>
        <translation>这早于回访的时间。</translation>
    </message>
    <message>
        <source>This is before the last pause ended.</source>
        <translation>此时间早于上次等待结束。</translation>
    </message>
    <message>
        <source>This is before the pause began.</source>
        <translation>此时间早于等待开始。</translation>
    </message>
    <message>
        <source>This is before the sheet's last step.</source>
        <translation>这个时间早于这张单的上一步。</translation>
    </message>
    <message>
        <source>This is before the slip was accepted.</source>
        <translation>早于此单的接单时间。</translation>
    </message>
    <message>
        <source>This is before the slip was issued.</source>
        <translation>早于此单的开单时间。</translation>
    </message>
    <message>
        <source>This is before the slip was passed to this team.</source>
        <translation>早于转派给本班组的时间。</translation>
    </message>
    <message>
        <source>This is before the work was completed.</source>
        <translation>早于完工时间。</translation>
    </message>
    <message>
        <source>This is before the worker arrived.</source>
        <translation>早于维修员的到场时间。</translation>
    </message>
    <message>
        <source>This is before there was anything to ask about.</source>
        <translation>这早于可以回访的时间（办结、完工之前）。</translation>
    </message>
    <message>
        <source>This is done already.</source>
        <translation>此事已办理。</translation>
    </message>
    <message>
        <source>This is for all rooms: leave it empty.</source>
        <translation>这里是每户各一张：房号请留空。</translation>
    </message>
    <message>
        <source>This is for {by} to approve.</source>
        <translation>此项须由{by}批准。</translation>
    </message>
    <message>
        <source>This is no file of the form “{form}”.</source>
        <translation>这不是表单“{form}”的内容。</translation>
    </message>
    <message>
        <source>This is not the office's recovery code, or a newer one was made since.</source>
        <translation>这不是本单位的恢复码，或之后已换成新的恢复码。</translation>
    </message>
    <message>
        <source>This is the password in use; choose another.</source>
        <translation>这就是现在的密码，请换一个。</translation>
    </message>
    <message>
        <source>This is the rule book in force, to the letter.</source>
        <translation>与现行规程完全相同。</translation>
    </message>
    <message>
        <source>This is where the backups go already; a second medium is another one.</source>
        <translation>备份已经放在这里了，第二介质要另选一处。</translation>
    </message>
    <message>
        <source>This item was taken out of the list meanwhile.</source>
        <translation>这个项目已被别的电脑从价目表中撤下。</translation>
    </message>
    <message>
        <source>This limit is broken and stays so: agree on a time with the client.</source>
        <translation>这个时限已经逾期，不能再延长；请与业主另约时间。</translation>
    </message>
    <message>
        <source>This limit is met, or applies no more.</source>
        <translation>这项时限已经达成，或已不再适用。</translation>
    </message>
    <message>
        <source>This list lacks the columns “{columns}”: name them so in its first row.</source>
        <translation>这份清单缺少“{columns}”列：请在首行这样写明列名。</translation>
    </message>
    <message>
        <source>This machine knows no program for such a file.</source>
        <translation>本机没有打开此类文件的程序。</translation>
    </message>
    <message>
        <source>This meeting was called for {number}: take it back in its story.</source>
        <translation>本次会议是为 {number} 召开的：请在该件的经过里撤回。</translation>
    </message>
    <message>
        <source>This merged cell lies over another one.</source>
        <translation>这个合并的格压住了另一个格。</translation>
    </message>
    <message>
        <source>This month is not over yet.</source>
        <translation>这个月还没过完。</translation>
    </message>
    <message>
        <source>This number is too long.</source>
        <translation>这个数字太长。</translation>
    </message>
    <message>
        <source>This number stands for “none”: leave the box empty instead.</source>
        <translation>这个号码表示“无电话”，请直接留空。</translation>
    </message>
    <message>
        <source>This number stands in the directory already.</source>
        <translation>电话簿中已有此号码。</translation>
    </message>
    <message>
        <source>This office is encrypted already.</source>
        <translation>本单位的数据已经加密。</translation>
    </message>
    <message>
        <source>This office is encrypted: it opens with its passphrase or its recovery code.</source>
        <translation>本单位的数据已加密，须凭口令或恢复码打开。</translation>
    </message>
    <message>
        <source>This office is not encrypted.</source>
        <translation>本单位的数据没有加密。</translation>
    </message>
    <message>
        <source>This page of the PDF can't be drawn.</source>
        <translation>此页无法显示。</translation>
    </message>
    <message>
        <source>This password would be guessed at once; mix words that nobody knows.</source>
        <translation>这个密码一猜就中，请用别人想不到的词。</translation>
    </message>
    <message>
        <source>This payment is saved already; look at it on the slip.</source>
        <translation>这笔收款已经保存，请在派工单上查看。</translation>
    </message>
    <message>
        <source>This payment is void already.</source>
        <translation>这笔收款已经作废。</translation>
    </message>
    <message>
        <source>This person is not of this household.</source>
        <translation>此人不在本户名下。</translation>
    </message>
    <message>
        <source>This person's record is not sealed.</source>
        <translation>此人的档案没有封存。</translation>
    </message>
    <message>
        <source>This person's record is sealed already.</source>
        <translation>此人的档案已封存。</translation>
    </message>
    <message>
        <source>This picture is damaged, or was not saved to its end.</source>
        <translation>图片已损坏，或没有保存完整。</translation>
    </message>
    <message>
        <source>This picture is too large to be shown here.</source>
        <translation>图片太大，无法在此显示。</translation>
    </message>
    <message>
        <source>This place is out of use: nothing more is noted of it.</source>
        <translation>此房号已停用，不再登记。</translation>
    </message>
    <message>
        <source>This price list was taken out of use meanwhile.</source>
        <translation>这份价目表已被停用。</translation>
    </message>
    <message>
        <source>This question stands in the book already; change its answer there.</source>
        <translation>答客问里已有这个问题，请直接修改那一条。</translation>
    </message>
    <message>
        <source>This record was changed at another desk in the meantime.</source>
        <translation>此记录刚被另一台电脑改动。</translation>
    </message>
    <message>
        <source>This row is hidden. Show it, or delete it as a whole.</source>
        <translation>这一行被隐藏了。请取消隐藏，或者整行删除。</translation>
    </message>
    <message>
        <source>This row is {height} mm high; {least} to {most} mm are possible.</source>
        <translation>这一行高 {height} 毫米；可以是 {least} 到 {most} 毫米。</translation>
    </message>
    <message>
        <source>This row says nothing: its text is empty.</source>
        <translation>本行没有内容：内容为空。</translation>
    </message>
    <message>
        <source>This search is somebody else's.</source>
        <translation>这是别人的查询。</translation>
    </message>
    <message>
        <source>This search was removed meanwhile.</source>
        <translation>这个查询已被移除。</translation>
    </message>
    <message>
        <source>This sheet has no row 格 and no table.</source>
        <translation>这张工作表里没有“格”，也没有表格。</translation>
    </message>
    <message>
        <source>This sheet is void.</source>
        <translation>这张单已作废。</translation>
    </message>
    <message>
        <source>This sheet was answered already.</source>
        <translation>这张单已经反馈过了。</translation>
    </message>
    <message>
        <source>This sheet was signed for already.</source>
        <translation>这张单已经签收过了。</translation>
    </message>
    <message>
        <source>This shift was handed to {name}.</source>
        <translation>这一班是交给{name}的。</translation>
    </message>
    <message>
        <source>This shift was taken already.</source>
        <translation>这一班已经接过了。</translation>
    </message>
    <message>
        <source>This slip has come back already.</source>
        <translation>此单已回单。</translation>
    </message>
    <message>
        <source>This slip is void.</source>
        <translation>此单已作废。</translation>
    </message>
    <message>
        <source>This slip was accepted already.</source>
        <translation>此单已接单。</translation>
    </message>
    <message>
        <source>This slip was issued already.</source>
        <translation>此单已开出。</translation>
    </message>
    <message>
        <source>This team has the slip already.</source>
        <translation>该班组已持有此单。</translation>
    </message>
    <message>
        <source>This team is no longer in use.</source>
        <translation>这个班组已停用。</translation>
    </message>
    <message>
        <source>This text has {count} characters; there is room for {limit}.</source>
        <translation>这段文字有 {count} 个字，最多可写 {limit} 个字。</translation>
    </message>
    <message>
        <source>This time is over already.</source>
        <translation>这个时间已经过去了。</translation>
    </message>
    <message>
        <source>This time is still to come.</source>
        <translation>这个时间还没有到。</translation>
    </message>
    <message>
        <source>This time is written on the slip.</source>
        <translation>请照单填写此时间。</translation>
    </message>
    <message>
        <source>This time was agreed with the client: agree on another with them.</source>
        <translation>这是与业主约定的时间，改期须与业主另行约定。</translation>
    </message>
    <message>
        <source>This vehicle is noted here already.</source>
        <translation>本户已登记此车。</translation>
    </message>
    <message>
        <source>This was decided already.</source>
        <translation>此事已有批复。</translation>
    </message>
    <message>
        <source>This was not for you to decide: have whoever decided it take it back.</source>
        <translation>这不由您决定：请由作出决定的人撤回。</translation>
    </message>
    <message>
        <source>This was taken out of use already.</source>
        <translation>已经停用了。</translation>
    </message>
    <message>
        <source>This workbook is in a form from before 1997. Open it in Excel or WPS and save it as .xlsx.</source>
        <translation>这个工作簿是 1997 年以前的格式。请用 Excel 或 WPS 打开，另存为 .xlsx。</translation>
    </message>
    <message>
        <source>This workbook is locked with a password. Save it without one first.</source>
        <translation>工作簿设有密码。请先另存为不带密码的文件。</translation>
    </message>
    <message>
        <source>This workbook is of an earlier version. Since then {by} adopted version {number} ({at}): what was changed by that goes, unless it is in this workbook too.</source>
        <translation>这份工作簿是较早版本的。此后 {by} 采用了第 {number} 版（{at}）：那一版的改动会没有，除非这份里也有。</translation>
    </message>
    <message>
        <source>This workbook unpacks to far more than its size. Save it anew from Excel or WPS.</source>
        <translation>工作簿解压后过大。请用 Excel 或 WPS 重新另存。</translation>
    </message>
    <message>
        <source>Tick at least one day.</source>
        <translation>至少勾一天。</translation>
    </message>
    <message>
        <source>To whom?</source>
        <translation>移交给谁？</translation>
    </message>
    <message>
        <source>To whom? Choose a step of the ladder.</source>
        <translation>上报给谁？请选择一级。</translation>
    </message>
    <message>
        <source>Too many wrong codes: wait {seconds} seconds.</source>
        <translation>恢复码错误次数过多，请等待 {seconds} 秒。</translation>
    </message>
    <message>
        <source>Too many wrong passwords: wait {seconds} seconds.</source>
        <translation>密码错误次数过多，请等 {seconds} 秒。</translation>
    </message>
    <message>
        <source>Try again, or choose another folder.</source>
        <translation>请重试，或另选文件夹。</translation>
    </message>
    <message>
        <source>Try again. If it stays so, restore the newest good backup.</source>
        <translation>请再试一次；若仍打不开，请恢复最近一份完好的备份。</translation>
    </message>
    <message>
        <source>Try again; if it stays so, send the report to whoever keeps the program.</source>
        <translation>请再试一次；仍然如此的，请把报告发给程序维护人员。</translation>
    </message>
    <message>
        <source>Type the passphrase.</source>
        <translation>请输入口令。</translation>
    </message>
    <message>
        <source>Type your password.</source>
        <translation>请输入密码。</translation>
    </message>
    <message>
        <source>Under a row 表头 belongs a row 表行, with the fields of the table.</source>
        <translation>“表头”下面要有一行“表行”，写这个表格的字段。</translation>
    </message>
    <message>
        <source>Unfit material is used on the owner's written wish alone: who signed it?</source>
        <translation>不合格材料须业主书面要求方可使用：何人签字？</translation>
    </message>
    <message>
        <source>Until when? Name the day and the time.</source>
        <translation>到什么时候？请写明日期和时间。</translation>
    </message>
    <message>
        <source>Use one of both from now on, and enter by hand in it what was written in the other. To go on with these, name another place for them; to go on there, open the office there.</source>
        <translation>今后只用其中一份，把另一份里记的事手工补录进来。要沿用本账，请另指一个迁移位置；要沿用那边的账，请直接打开那边。</translation>
    </message>
    <message>
        <source>Use that one, and these books no more: open the office there.</source>
        <translation>请用那边的账，不要再用本账：到那边打开管理处。</translation>
    </message>
    <message>
        <source>Use these books: nothing stands there that does not stand here. To move them, remove that copy or name another place.</source>
        <translation>请用本账：那边有的，本账都有。要迁移，请先移走那份副本，或另指一个位置。</translation>
    </message>
    <message>
        <source>Valid or not?</source>
        <translation>有效还是无效？</translation>
    </message>
    <message>
        <source>Void the spoiled sheet first.</source>
        <translation>请先把填坏的那张作废。</translation>
    </message>
    <message>
        <source>Wait a moment, then save again; the form is still there.</source>
        <translation>请稍候再保存，所填内容仍在。</translation>
    </message>
    <message>
        <source>What animal is it?</source>
        <translation>是什么动物？</translation>
    </message>
    <message>
        <source>What are they told?</source>
        <translation>请写明怎样答复。</translation>
    </message>
    <message>
        <source>What became of it?</source>
        <translation>请选择办理情况。</translation>
    </message>
    <message>
        <source>What came with it is void by now: note it again instead.</source>
        <translation>随它开出的单据已作废：请重新登记。</translation>
    </message>
    <message>
        <source>What did the review find? A few words.</source>
        <translation>请写几句审阅意见。</translation>
    </message>
    <message>
        <source>What do people ask?</source>
        <translation>请写明业主问什么。</translation>
    </message>
    <message>
        <source>What does one of it cost?</source>
        <translation>单价是多少？</translation>
    </message>
    <message>
        <source>What does the answer say?</source>
        <translation>反馈了什么内容？</translation>
    </message>
    <message>
        <source>What does the confirmation say?</source>
        <translation>受理确认的内容是什么？</translation>
    </message>
    <message>
        <source>What happened? State the facts.</source>
        <translation>发生了什么？请写明不合格事实。</translation>
    </message>
    <message>
        <source>What happened? Write down what the caller said.</source>
        <translation>什么事？请记下来电人所说。</translation>
    </message>
    <message>
        <source>What is asked for?</source>
        <translation>对方要求什么？</translation>
    </message>
    <message>
        <source>What is asked of them?</source>
        <translation>要求对方做什么？</translation>
    </message>
    <message>
        <source>What is done there? Or the number of its permit.</source>
        <translation>请填装修内容，或许可证号。</translation>
    </message>
    <message>
        <source>What is it taken up for?</source>
        <translation>因为什么上报？</translation>
    </message>
    <message>
        <source>What is it that costs this?</source>
        <translation>这是哪一项的价格？</translation>
    </message>
    <message>
        <source>What is the cause?</source>
        <translation>原因是什么？</translation>
    </message>
    <message>
        <source>What is the item called?</source>
        <translation>项目叫什么名称？</translation>
    </message>
    <message>
        <source>What is the list called?</source>
        <translation>价目表叫什么名称？</translation>
    </message>
    <message>
        <source>What is the matter?</source>
        <translation>事由是什么？</translation>
    </message>
    <message>
        <source>What is the place called?</source>
        <translation>请填地点名称。</translation>
    </message>
    <message>
        <source>What is the regulation called?</source>
        <translation>请填制度名称。</translation>
    </message>
    <message>
        <source>What is the search to be called?</source>
        <translation>请给这个查询起个名字。</translation>
    </message>
    <message>
        <source>What is the solution?</source>
        <translation>解决方案是什么？</translation>
    </message>
    <message>
        <source>What is this row? The column “行” says “{found}”; it can say: {allowed}.</source>
        <translation>这一行是什么？“行”一列写着“{found}”，应写：{allowed}。</translation>
    </message>
    <message>
        <source>What is to be approved? Write it down.</source>
        <translation>报批什么？请写明。</translation>
    </message>
    <message>
        <source>What is to be replied to?</source>
        <translation>要答复的是什么问题？</translation>
    </message>
    <message>
        <source>What is to be searched for?</source>
        <translation>请填写要查什么。</translation>
    </message>
    <message>
        <source>What is typed can't be kept on this computer until it is saved: {reason}</source>
        <translation>未保存的内容无法暂存在本机：{reason}</translation>
    </message>
    <message>
        <source>What is “{name}:” to be? Type it behind the colon.</source>
        <translation>“{name}:”后面还没有内容，请接着输入。</translation>
    </message>
    <message>
        <source>What it rests on was taken back: restore that first.</source>
        <translation>它所依据的记录已撤回，请先恢复那一项。</translation>
    </message>
    <message>
        <source>What must the next shift know? Write “none” if so.</source>
        <translation>下一班要知道什么？没有就写“无”。</translation>
    </message>
    <message>
        <source>What price do they agree to? If it is found on site only, tick that.</source>
        <translation>业主同意的是多少钱？要上门看了才知道的，勾“上门报价”。</translation>
    </message>
    <message>
        <source>What the database server holds of this office is damaged ({said}).</source>
        <translation>数据库服务器上本管理处的数据已损坏（{said}）。</translation>
    </message>
    <message>
        <source>What the slip said went with it: note the completion again instead.</source>
        <translation>原登记的完工内容已随撤回一并作废，请重新登记完工。</translation>
    </message>
    <message>
        <source>What this sheet went with was taken back.</source>
        <translation>本单所附的记录已撤回。</translation>
    </message>
    <message>
        <source>What was agreed in writing?</source>
        <translation>书面约定了什么？</translation>
    </message>
    <message>
        <source>What was asked, and how did you make sure who asked?</source>
        <translation>对方要求什么？如何核实了身份？</translation>
    </message>
    <message>
        <source>What was attached stays with the case.</source>
        <translation>附件随件保存，不能撤回。</translation>
    </message>
    <message>
        <source>What was decided?</source>
        <translation>会议决定了什么？</translation>
    </message>
    <message>
        <source>What was done? Copy it from the slip.</source>
        <translation>维修情况如何？请照单填写。</translation>
    </message>
    <message>
        <source>What was done? Write it in a few words.</source>
        <translation>请简单写明做了什么。</translation>
    </message>
    <message>
        <source>What was found to be the cause?</source>
        <translation>查明的原因是什么？</translation>
    </message>
    <message>
        <source>What was found?</source>
        <translation>现场发现了什么？</translation>
    </message>
    <message>
        <source>What was said and decided?</source>
        <translation>请写明会议内容和决定。</translation>
    </message>
    <message>
        <source>What was said? Write it down in full.</source>
        <translation>对方说了什么？请如实记下。</translation>
    </message>
    <message>
        <source>What was scanned is there: note it as held.</source>
        <translation>已有扫描件，应记为“已存”。</translation>
    </message>
    <message>
        <source>What was the client told that it costs?</source>
        <translation>告诉业主要多少钱？</translation>
    </message>
    <message>
        <source>What was the client told that will be done?</source>
        <translation>告知业主将怎样处理？</translation>
    </message>
    <message>
        <source>What was the client told?</source>
        <translation>告知了业主什么？</translation>
    </message>
    <message>
        <source>What was the complainant told?</source>
        <translation>向投诉人怎样说明的？</translation>
    </message>
    <message>
        <source>What was told? Of whom which facts.</source>
        <translation>告知了什么？写明谁的哪些信息。</translation>
    </message>
    <message>
        <source>What was written to {path} reads back as something else.</source>
        <translation>写入“{path}”的内容读回来与原来不一致。</translation>
    </message>
    <message>
        <source>What “{approval}” was given for was done since: take that back first.</source>
        <translation>“{approval}”批复后已据此办理：请先撤回后面的办理记录。</translation>
    </message>
    <message>
        <source>When does the client want to be called?</source>
        <translation>业主希望什么时候再联系？</translation>
    </message>
    <message>
        <source>When was the wish written?</source>
        <translation>书面要求是何时写的？</translation>
    </message>
    <message>
        <source>Where does it stand?</source>
        <translation>目前进展如何？</translation>
    </message>
    <message>
        <source>Where does this come from? Name the notice, or the reason.</source>
        <translation>请写明依据：通知文号，或调整原因。</translation>
    </message>
    <message>
        <source>Where is it? Room, or public area.</source>
        <translation>在哪里？请填房号或公共区域。</translation>
    </message>
    <message>
        <source>Where was the caller sent?</source>
        <translation>引导到哪里？</translation>
    </message>
    <message>
        <source>Whether it was booked in can't be known yet: look at the slip when the database can be reached again.</source>
        <translation>是否已交回尚不清楚：数据库恢复连接后请查看该派工单。</translation>
    </message>
    <message>
        <source>Which approval?</source>
        <translation>请选择报批事项。</translation>
    </message>
    <message>
        <source>Which building?</source>
        <translation>缺少楼栋。</translation>
    </message>
    <message>
        <source>Which cases go along with it?</source>
        <translation>哪些件由本件牵头？</translation>
    </message>
    <message>
        <source>Which category? It says which department it goes to.</source>
        <translation>哪一类？分类决定转给哪个部门。</translation>
    </message>
    <message>
        <source>Which column of “{sheet}” is the room, or the parking space? (Sheets of people: name and owner number.)</source>
        <translation>“{sheet}”的哪一列是房号或车位号？（人员表要有姓名和业主编号。）</translation>
    </message>
    <message>
        <source>Which columns of “{sheet}” are the service and its price?</source>
        <translation>“{sheet}”的哪几列是服务项目和收费标准？</translation>
    </message>
    <message>
        <source>Which columns of “{sheet}” are the text and the time?</source>
        <translation>“{sheet}”的哪两列是内容和时间？</translation>
    </message>
    <message>
        <source>Which day?</source>
        <translation>哪一天？</translation>
    </message>
    <message>
        <source>Which day? Write it as 11-21 or 2026-11-21.</source>
        <translation>哪一天？写成 11-21 或 2026-11-21。</translation>
    </message>
    <message>
        <source>Which department?</source>
        <translation>改派哪个部门？</translation>
    </message>
    <message>
        <source>Which file?</source>
        <translation>哪个文件？</translation>
    </message>
    <message>
        <source>Which file? Give its whole path.</source>
        <translation>哪个文件？请写完整路径。</translation>
    </message>
    <message>
        <source>Which firm or person does it?</source>
        <translation>由哪家单位或何人施工？</translation>
    </message>
    <message>
        <source>Which form?</source>
        <translation>哪张表单？</translation>
    </message>
    <message>
        <source>Which limit?</source>
        <translation>哪一项时限？</translation>
    </message>
    <message>
        <source>Which material, or the owner's own?</source>
        <translation>用哪种材料，还是业主自购？</translation>
    </message>
    <message>
        <source>Which material?</source>
        <translation>请填材料名称。</translation>
    </message>
    <message>
        <source>Which measures were taken?</source>
        <translation>落实了哪些整改措施？</translation>
    </message>
    <message>
        <source>Which measures?</source>
        <translation>采取什么措施？</translation>
    </message>
    <message>
        <source>Which number?</source>
        <translation>请填电话号码。</translation>
    </message>
    <message>
        <source>Which of them?</source>
        <translation>要撤回哪一条？</translation>
    </message>
    <message>
        <source>Which paper?</source>
        <translation>请选择单据。</translation>
    </message>
    <message>
        <source>Which parts came back?</source>
        <translation>交回的是哪几联？</translation>
    </message>
    <message>
        <source>Which payment?</source>
        <translation>哪一笔收款？</translation>
    </message>
    <message>
        <source>Which qualification have they? It is recorded.</source>
        <translation>有何资质？须记录。</translation>
    </message>
    <message>
        <source>Which results? Tick them.</source>
        <translation>签认哪几件？请勾选。</translation>
    </message>
    <message>
        <source>Which role?</source>
        <translation>什么角色？</translation>
    </message>
    <message>
        <source>Which room or parking space?</source>
        <translation>缺少房号或车位号。</translation>
    </message>
    <message>
        <source>Which room?</source>
        <translation>请填房号。</translation>
    </message>
    <message>
        <source>Which service is it? The line names none.</source>
        <translation>是哪项服务？这一行没有写项目。</translation>
    </message>
    <message>
        <source>Which sheet?</source>
        <translation>请选择一张联系单。</translation>
    </message>
    <message>
        <source>Which team gets the slip?</source>
        <translation>派给哪个班组？</translation>
    </message>
    <message>
        <source>Which team?</source>
        <translation>哪个班组？</translation>
    </message>
    <message>
        <source>Which vehicle? Its plate, or its make.</source>
        <translation>请填车牌，或车型。</translation>
    </message>
    <message>
        <source>Which words do the letters stand for?</source>
        <translation>缩写代表什么文字？请填写。</translation>
    </message>
    <message>
        <source>Who complained wants to stay unknown here.</source>
        <translation>投诉人要求对您保密。</translation>
    </message>
    <message>
        <source>Who gave the word? Their name.</source>
        <translation>谁批的？请填姓名。</translation>
    </message>
    <message>
        <source>Who had the slip last?</source>
        <translation>单子最后在谁手里？</translation>
    </message>
    <message>
        <source>Who is calling? Tick anonymous if they won't say.</source>
        <translation>谁来电？不肯说请勾选匿名。</translation>
    </message>
    <message>
        <source>Who is responsible for the measures?</source>
        <translation>措施由谁负责？</translation>
    </message>
    <message>
        <source>Who leaves is noted by somebody who stays.</source>
        <translation>离职由留下的人来记。</translation>
    </message>
    <message>
        <source>Who signs? It must be somebody else than who called.</source>
        <translation>由谁签字？第二签字人必须是回访人以外的另一人。</translation>
    </message>
    <message>
        <source>Who takes the shift? It must be somebody else than who hands it over.</source>
        <translation>谁接班？不能是交班人本人。</translation>
    </message>
    <message>
        <source>Who took the slip?</source>
        <translation>谁接的单？</translation>
    </message>
    <message>
        <source>Who was it?</source>
        <translation>是谁？</translation>
    </message>
    <message>
        <source>Who was reminded?</source>
        <translation>催了谁？</translation>
    </message>
    <message>
        <source>Who was taught, and what?</source>
        <translation>教育了哪些人，内容是什么？</translation>
    </message>
    <message>
        <source>Who was there?</source>
        <translation>请写明到会人员。</translation>
    </message>
    <message>
        <source>Who was there? Their names.</source>
        <translation>有哪些人参加？请填姓名。</translation>
    </message>
    <message>
        <source>Who was told?</source>
        <translation>告知了谁？</translation>
    </message>
    <message>
        <source>Who was told? Choose the supervisor.</source>
        <translation>报告给谁？请选择主管。</translation>
    </message>
    <message>
        <source>Whoever called can't be the second to sign: another member of staff does.</source>
        <translation>复核签字须由回访人以外的另一位员工办理。</translation>
    </message>
    <message>
        <source>Whoever follows it up hands it over, or a supervisor decides it.</source>
        <translation>只有跟进人本人或主管才能移交。</translation>
    </message>
    <message>
        <source>Whoever hands a shift over can't take it.</source>
        <translation>交班人不能自己接班。</translation>
    </message>
    <message>
        <source>Whose number is it?</source>
        <translation>这是谁的号码？</translation>
    </message>
    <message>
        <source>Whose number is this? The name is missing.</source>
        <translation>有电话而没有姓名。</translation>
    </message>
    <message>
        <source>Whose word is it?</source>
        <translation>是谁的批复？</translation>
    </message>
    <message>
        <source>Why is the client not content? It is what the new round is for.</source>
        <translation>业主为什么不满意？新一轮处理要据此进行。</translation>
    </message>
    <message>
        <source>Why was it in vain?</source>
        <translation>为什么没有回访成？</translation>
    </message>
    <message>
        <source>Why? A few words for whoever gets it.</source>
        <translation>为什么上报？请写几句给接报人。</translation>
    </message>
    <message>
        <source>Why? The reason stays in the books.</source>
        <translation>请填原因，原因留底。</translation>
    </message>
    <message>
        <source>With which case does it go along?</source>
        <translation>并入哪个牵头件？</translation>
    </message>
    <message>
        <source>Write one price, or from-to: 50-80.</source>
        <translation>请写一个价格，或写起止：50-80。</translation>
    </message>
    <message>
        <source>Your role doesn't see these records; ask a supervisor.</source>
        <translation>您的岗位不看这些资料，请找主管。</translation>
    </message>
    <message>
        <source>Your role has no right to do this; ask a supervisor.</source>
        <translation>您的岗位无此权限，请找主管办理。</translation>
    </message>
    <message>
        <source>a table is missing or altered</source>
        <translation>有数据表缺失或被改动</translation>
    </message>
    <message>
        <source>a value is none that was ever written there</source>
        <translation>其中有从未写入过的内容</translation>
    </message>
    <message>
        <source>something is there twice</source>
        <translation>有内容重复</translation>
    </message>
    <message>
        <source>something that belongs there is missing</source>
        <translation>缺少必有的内容</translation>
    </message>
    <message>
        <source>the office's time zone is unknown</source>
        <translation>管理处的时区无法识别</translation>
    </message>
    <message>
        <source>the rule book in force can't be read</source>
        <translation>现行规程无法读取</translation>
    </message>
    <message>
        <source>{cell}: there is no form “{found}”.</source>
        <translation>{cell}：没有表单“{found}”。</translation>
    </message>
    <message>
        <source>{count} cases go along with this one now: look at them, and handle them anew.</source>
        <translation>本件现在牵头 {count} 件，请看过后重新办结。</translation>
    </message>
    <message>
        <source>{count} cases go along with this one, as {number} does: take them out of the wave first.</source>
        <translation>本件正牵头 {count} 件（{number} 等），请先把它们移出。</translation>
    </message>
    <message>
        <source>{count} files are kept with cases; they need a folder.</source>
        <translation>已有 {count} 个附件，必须指定存放的文件夹。</translation>
    </message>
    <message>
        <source>{count} files kept with cases are not in this folder yet.</source>
        <translation>这个文件夹里还缺 {count} 个附件。</translation>
    </message>
    <message>
        <source>{count} files kept with cases are not in this folder, and the one so far can't be reached. Put them there from a backup.</source>
        <translation>这个文件夹里缺 {count} 个附件，而原来的文件夹又连不上。请先从备份把附件放进去。</translation>
    </message>
    <message>
        <source>{count} phones were shown to you within the hour: a supervisor must approve at this desk.</source>
        <translation>一小时内已为您显示 {count} 个电话，须由主管在本机批准。</translation>
    </message>
    <message>
        <source>{day} stands in row {row} of “{sheet}” as something else.</source>
        <translation>{day} 在“{sheet}”第 {row} 行已有不同的安排。</translation>
    </message>
    <message>
        <source>{department} is no longer in use.</source>
        <translation>{department}已停用。</translation>
    </message>
    <message>
        <source>{file} can't be read as TOML: {reason}</source>
        <translation>{file} 不是有效的 TOML：{reason}</translation>
    </message>
    <message>
        <source>{file}, {key}: a cell can't be “{other}” as well.</source>
        <translation>{file}，{key}：一个格子不能同时又是“{other}”。</translation>
    </message>
    <message>
        <source>{file}, {key}: a field is written {{case.place}}, not “{found}”.</source>
        <translation>{file}，{key}：栏位应写作 {{case.place}} 的样子，不能写成“{found}”。</translation>
    </message>
    <message>
        <source>{file}, {key}: a list in [ ] is expected.</source>
        <translation>{file}，{key}：应为方括号 [ ] 内的列表。</translation>
    </message>
    <message>
        <source>{file}, {key}: a number from {least} to {most} is expected.</source>
        <translation>{file}，{key}：应为 {least} 到 {most} 之间的数。</translation>
    </message>
    <message>
        <source>{file}, {key}: a number series is two to four capital letters, such as TS.</source>
        <translation>{file}，{key}：编号字头应为二至四个大写字母，如 TS。</translation>
    </message>
    <message>
        <source>{file}, {key}: a table is expected.</source>
        <translation>{file}，{key}：应为一个表。</translation>
    </message>
    <message>
        <source>{file}, {key}: a text in quotes is expected.</source>
        <translation>{file}，{key}：应为引号内的文字。</translation>
    </message>
    <message>
        <source>{file}, {key}: a time of day such as "08:30" is expected.</source>
        <translation>{file}，{key}：应为时刻，如 "08:30"。</translation>
    </message>
    <message>
        <source>{file}, {key}: a whole number from {least} to {most} is expected.</source>
        <translation>{file}，{key}：应为 {least} 至 {most} 之间的整数。</translation>
    </message>
    <message>
        <source>{file}, {key}: an id is made of small letters, digits and _, such as water_supply.</source>
        <translation>{file}，{key}：标识只能用小写英文字母、数字和下划线，如 water_supply。</translation>
    </message>
    <message>
        <source>{file}, {key}: boxes are written {{ urgent = "急修", small = "小修" }}.</source>
        <translation>{file}，{key}：勾选框写作 {{ urgent = "急修", small = "小修" }} 的样子。</translation>
    </message>
    <message>
        <source>{file}, {key}: by then the time is over.</source>
        <translation>{file} 的 {key}：到那时期限已过。</translation>
    </message>
    <message>
        <source>{file}, {key}: choices go with type = “choice”, and it needs some.</source>
        <translation>{file} 的 {key}：type = "choice" 时须写 choices，其他类型不写。</translation>
    </message>
    <message>
        <source>{file}, {key}: count or percent is expected, not both.</source>
        <translation>{file} 的 {key}：应写 count 或 percent 之一，不能两者都写。</translation>
    </message>
    <message>
        <source>{file}, {key}: days are expected.</source>
        <translation>{file} 的 {key}：应为天数（days）。</translation>
    </message>
    <message>
        <source>{file}, {key}: each time must be after the last.</source>
        <translation>{file}，{key}：后一个时刻必须晚于前一个。</translation>
    </message>
    <message>
        <source>{file}, {key}: each up_to must be above the last; the last has none.</source>
        <translation>{file} 的 {key}：每档 up_to 须大于上一档，最后一档不写。</translation>
    </message>
    <message>
        <source>{file}, {key}: exactly one limit is expected, such as {{hours = 24}}.</source>
        <translation>{file}，{key}：应恰好写一个时限，如 {{hours = 24}}。</translation>
    </message>
    <message>
        <source>{file}, {key}: hours, days or months are expected.</source>
        <translation>{file}，{key}：应为小时、天或月。</translation>
    </message>
    <message>
        <source>{file}, {key}: limits go with trigger = “limit_broken” alone.</source>
        <translation>{file} 的 {key}：只有 trigger = "limit_broken" 时才能写 limits。</translation>
    </message>
    <message>
        <source>{file}, {key}: minutes or hours are expected.</source>
        <translation>{file}，{key}：应为分钟或小时。</translation>
    </message>
    <message>
        <source>{file}, {key}: minutes, hours, days or months are expected.</source>
        <translation>{file} 的 {key}：应为分钟、小时、天或月。</translation>
    </message>
    <message>
        <source>{file}, {key}: one field alone is expected, as in {{case.grade}}.</source>
        <translation>{file}，{key}：只能写一个栏位，如 {{case.grade}}。</translation>
    </message>
    <message>
        <source>{file}, {key}: one of these is expected: {allowed}.</source>
        <translation>{file} 的 {key}：应为下列之一：{allowed}。</translation>
    </message>
    <message>
        <source>{file}, {key}: one paper at least is expected.</source>
        <translation>{file}，{key}：至少要有一种纸张。</translation>
    </message>
    <message>
        <source>{file}, {key}: one part at least must have back = "always".</source>
        <translation>{file}，{key}：至少要有一联写 back = "always"。</translation>
    </message>
    <message>
        <source>{file}, {key}: only true makes sense here.</source>
        <translation>{file}，{key}：此处只能写 true。</translation>
    </message>
    <message>
        <source>{file}, {key}: pairs such as ["08:30", "12:00"] are expected.</source>
        <translation>{file}，{key}：应为成对的时刻，如 ["08:30", "12:00"]。</translation>
    </message>
    <message>
        <source>{file}, {key}: the list is empty.</source>
        <translation>{file}，{key}：列表是空的。</translation>
    </message>
    <message>
        <source>{file}, {key}: the spans make {taken} columns, and the form has {columns}.</source>
        <translation>{file}，{key}：各格合计占 {taken} 列，而表单共 {columns} 列。</translation>
    </message>
    <message>
        <source>{file}, {key}: there is no “{found}”. Is “{nearest}” meant?</source>
        <translation>{file}，{key}：没有“{found}”，是否指“{nearest}”？</translation>
    </message>
    <message>
        <source>{file}, {key}: there is no “{found}”. One of these is expected: {allowed}.</source>
        <translation>{file}，{key}：没有“{found}”，应为以下之一：{allowed}。</translation>
    </message>
    <message>
        <source>{file}, {key}: this key is missing.</source>
        <translation>{file}，{key}：缺少此项。</translation>
    </message>
    <message>
        <source>{file}, {key}: this limit needs appointment = true under “when”.</source>
        <translation>{file}，{key}：此时限要求在 when 中写明 appointment = true。</translation>
    </message>
    <message>
        <source>{file}, {key}: this limit needs from = “promised” or “passed_on”.</source>
        <translation>{file} 的 {key}：此时限须配 from = "promised" 或 "passed_on"。</translation>
    </message>
    <message>
        <source>{file}, {key}: true or false is expected.</source>
        <translation>{file}，{key}：应为 true 或 false。</translation>
    </message>
    <message>
        <source>{file}, {key}: weekdays are expected, 1 for Monday to 7 for Sunday.</source>
        <translation>{file}，{key}：应为星期，1 为周一，7 为周日。</translation>
    </message>
    <message>
        <source>{file}, {key}: what only reminds can't count in a rate.</source>
        <translation>{file}，{key}：只作提醒的不能计入及时率。</translation>
    </message>
    <message>
        <source>{file}, {key}: with required = true it is asked of all.</source>
        <translation>{file}，{key}：已写 required = true，即全部必访，此处不必再写。</translation>
    </message>
    <message>
        <source>{file}, {key}: {count} lengths in millimetres are expected.</source>
        <translation>{file}，{key}：应为 {count} 个以毫米计的长度。</translation>
    </message>
    <message>
        <source>{file}, {key}: “{found}” is there twice.</source>
        <translation>{file}，{key}：“{found}”重复出现。</translation>
    </message>
    <message>
        <source>{file}: written for another version of the program ({key}).</source>
        <translation>{file}：为本程序的另一版本所写（{key}）。</translation>
    </message>
    <message>
        <source>{found} copies: it can be 1 to {most}.</source>
        <translation>{found} 份：应为 1 至 {most} 份。</translation>
    </message>
    <message>
        <source>{label} is no longer printed.</source>
        <translation>{label}不再印了。</translation>
    </message>
    <message>
        <source>{name} does not sit at the desk.</source>
        <translation>{name}不在客服岗位。</translation>
    </message>
    <message>
        <source>{name} follows it up already.</source>
        <translation>本来就由{name}跟进。</translation>
    </message>
    <message>
        <source>{name} has left already.</source>
        <translation>{name}已经离职了。</translation>
    </message>
    <message>
        <source>{name} is in this household already.</source>
        <translation>{name} 已在本户住户簿中。</translation>
    </message>
    <message>
        <source>{name} is the last administrator; make somebody else one first.</source>
        <translation>{name}是最后一位管理员，请先让别人当管理员。</translation>
    </message>
    <message>
        <source>{name} works here.</source>
        <translation>{name}在职。</translation>
    </message>
    <message>
        <source>{name} works in {team}; give {name} another team first.</source>
        <translation>{name}在{team}，请先给{name}换个班组。</translation>
    </message>
    <message>
        <source>{number} came in later: join that one to this one.</source>
        <translation>{number} 受理在后：应把那一件并入本件。</translation>
    </message>
    <message>
        <source>{number} can't be the highest: the backup knows {series} up to {reached}.</source>
        <translation>{number} 不会是最大号：备份中 {series} 只到 {reached}。</translation>
    </message>
    <message>
        <source>{number} goes along with another case itself: choose that one.</source>
        <translation>{number} 已并入另一个牵头件，请选那一件。</translation>
    </message>
    <message>
        <source>{number} goes back to one of its rows.</source>
        <translation>{number} 引用了其中一行。</translation>
    </message>
    <message>
        <source>{number} has no follow-up.</source>
        <translation>{number} 没有回访。</translation>
    </message>
    <message>
        <source>{number} has no slip yet: dispatch it first.</source>
        <translation>{number} 尚无派工单：请先派单。</translation>
    </message>
    <message>
        <source>{number} is a slip, not a case.</source>
        <translation>{number} 是派工单，不是登记件。</translation>
    </message>
    <message>
        <source>{number} is handled or over: only open cases make a wave.</source>
        <translation>{number} 已办结或已了结，只有未办结的才能并入牵头件。</translation>
    </message>
    <message>
        <source>{number} is of another kind: it is handled in another way.</source>
        <translation>{number} 类别不同，办法也不同，不能并入牵头件。</translation>
    </message>
    <message>
        <source>{number} is over: only a case that goes on takes another in.</source>
        <translation>{number} 已了结，只能并入尚未了结的件。</translation>
    </message>
    <message>
        <source>{number} was handled along with it and went on since: take that back there first.</source>
        <translation>{number} 已随本件一并办结，之后又有进展，请先在那一件上撤回。</translation>
    </message>
    <message>
        <source>{number} was issued in its place already.</source>
        <translation>已另开 {number} 代替本单。</translation>
    </message>
    <message>
        <source>{number} was joined to this case: take that back there first.</source>
        <translation>{number} 已并入本件：请先在该件上撤回并入。</translation>
    </message>
    <message>
        <source>{number} was not registered today: correct it, or have a supervisor void it.</source>
        <translation>{number} 不是今天登记的：请用“更正”，或请主管作废。</translation>
    </message>
    <message>
        <source>{number}, which goes along: {problem}</source>
        <translation>同批的 {number}：{problem}</translation>
    </message>
    <message>
        <source>{number}: printed since.</source>
        <translation>{number}：导入后打印过。</translation>
    </message>
    <message>
        <source>{number}: {problem}</source>
        <translation>{number}：{problem}</translation>
    </message>
    <message>
        <source>{number}: “{step}” was noted since.</source>
        <translation>{number}：导入后有“{step}”。</translation>
    </message>
    <message>
        <source>{paid} is paid already: void the payment first.</source>
        <translation>已收 {paid}：请先作废收款。</translation>
    </message>
    <message>
        <source>{paid} was taken for slip {number}: give it back and void the payment first, then do this.</source>
        <translation>派工单 {number} 已收款 {paid}：请先退款并作废收款，再做此操作。</translation>
    </message>
    <message>
        <source>{paper} is missing: printers may be set up for it. Papers can be added, but not taken away.</source>
        <translation>少了 {paper}：打印机可能是照它设置的。纸张可以加，不能去掉。</translation>
    </message>
    <message>
        <source>{paper} must be the first paper: printers may be set up for it.</source>
        <translation>{paper} 要排在第一：打印机可能是照它设置的。</translation>
    </message>
    <message>
        <source>{path} can't be read.</source>
        <translation>无法读取“{path}”。</translation>
    </message>
    <message>
        <source>{path} is no backup of the desk, or it was changed since it was made.</source>
        <translation>{path} 不是本程序的备份，或备份后被改动过。</translation>
    </message>
    <message>
        <source>{place} is in the books already.</source>
        <translation>{place} 已有档案。</translation>
    </message>
    <message>
        <source>{place} would be made twice.</source>
        <translation>{place}会重复生成。</translation>
    </message>
    <message>
        <source>{place}: case {number} is registered on it.</source>
        <translation>{place}：已登记 {number}。</translation>
    </message>
    <message>
        <source>{place}: changed since.</source>
        <translation>{place}：导入后改动过。</translation>
    </message>
    <message>
        <source>{step} signs in and gives the word in person.</source>
        <translation>{step}须本人登录后批复。</translation>
    </message>
    <message>
        <source>{when} is over. Name the day too, such as 明天15:00.</source>
        <translation>{when} 已经过去，请写明哪一天，如“明天15:00”。</translation>
    </message>
    <message>
        <source>{year} is no year of this calendar.</source>
        <translation>日历里没有 {year} 年。</translation>
    </message>
    <message>
        <source>{year} is not confirmed.</source>
        <translation>{year} 年尚未确认。</translation>
    </message>
    <message>
        <source>{{序号}} counts the rows of a table: it can stand in a row 表行 alone.</source>
        <translation>{{序号}} 是表格里的行号，只能写在“表行”里。</translation>
    </message>
    <message>
        <source>“{file}” could not be read: {reason}</source>
        <translation>无法读取“{file}”：{reason}</translation>
    </message>
    <message>
        <source>“{file}” could not be written: {reason}</source>
        <translation>“{file}”未能写入：{reason}</translation>
    </message>
    <message>
        <source>“{file}” is no list: {suffixes} can be read.</source>
        <translation>“{file}”不是可导入的表格，支持：{suffixes}。</translation>
    </message>
    <message>
        <source>“{file}” is no rule book.</source>
        <translation>“{file}”不是规程文件。</translation>
    </message>
    <message>
        <source>“{file}” is no workbook of a form: edit a form from here, and save it as .xlsx.</source>
        <translation>“{file}”不是表单的工作簿：请从这里编辑表单，并存为 .xlsx。</translation>
    </message>
    <message>
        <source>“{form}” comes out of its own page, or empty from here: --blank.</source>
        <translation>“{form}”在自己的页面打印，这里只能打空白的：--blank。</translation>
    </message>
    <message>
        <source>“{form}” is of a case: name its number.</source>
        <translation>“{form}”是某一事项的表单：请写上编号。</translation>
    </message>
    <message>
        <source>“{form}” is of some days: name them.</source>
        <translation>“{form}”是按日期的表单：请写上日期。</translation>
    </message>
    <message>
        <source>“{found}” is an error, no value: put the formula right, or type what belongs there.</source>
        <translation>“{found}”是公式错误，不是内容：请改正公式，或直接填写应有的内容。</translation>
    </message>
    <message>
        <source>“{found}” is no day: write it like 2026-10-01 or 2026年10月1日.</source>
        <translation>“{found}”不是日期：请写成 2026-10-01 或 2026年10月1日。</translation>
    </message>
    <message>
        <source>“{found}” is no short name of a part: small letters, such as owner.</source>
        <translation>“{found}”不能作联的代号：要用小写字母，如 owner。</translation>
    </message>
    <message>
        <source>“{found}” is none of: {allowed}.</source>
        <translation>“{found}”不在可选项内：{allowed}。</translation>
    </message>
    <message>
        <source>“{found}” is nothing that this form can list. It can list: {allowed}.</source>
        <translation>这张表单不能列出“{found}”。可以列出：{allowed}。</translation>
    </message>
    <message>
        <source>“{found}” says neither off (休) nor worked (班).</source>
        <translation>“{found}”既不是休，也不是班。</translation>
    </message>
    <message>
        <source>“{found}”: each part has a short name and a name of its own.</source>
        <translation>“{found}”：每一联的代号和名称都不能相同。</translation>
    </message>
    <message>
        <source>“{found}”: here stands {yes}, or nothing.</source>
        <translation>“{found}”：这里写{yes}，或者留空。</translation>
    </message>
    <message>
        <source>“{found}”: words before boxes stand in a cell of their own.</source>
        <translation>“{found}”：方框前的文字要单独放一格。</translation>
    </message>
    <message>
        <source>“{label}” can't be left blank: slips are bound and scanned by it.</source>
        <translation>“{label}”不能留空：装订、扫码都靠它。</translation>
    </message>
    <message>
        <source>“{label}” was blank on parts that go out of a case in confidence (客户保密), and is printed there now.</source>
        <translation>客户保密时，“{label}”原来在外联上留空，现在会印出来。</translation>
    </message>
    <message>
        <source>“{label}” was blank on {part} and is printed there now.</source>
        <translation>“{label}”原来在{part}上留空，现在会印出来。</translation>
    </message>
    <message>
        <source>“{name}:{value}” is not understood; it is written like: {names}.</source>
        <translation>看不懂“{name}:{value}”，可这样写：{names}。</translation>
    </message>
    <message>
        <source>“{name}:{value}” may be one of several: {names}.</source>
        <translation>“{name}:{value}”可能是：{names}，请再输全一些。</translation>
    </message>
    <message>
        <source>“{name}:” is never “{value}”; it may be: {names}.</source>
        <translation>“{name}:”没有“{value}”，可选：{names}。</translation>
    </message>
    <message>
        <source>“{name}:” is no filter; these are: {names}. Words with a colon go between quotation marks.</source>
        <translation>没有“{name}:”这个筛选项，可用的有：{names}。文字里带冒号的，请加引号。</translation>
    </message>
    <message>
        <source>“{name}” ({label}) can't be written as “{found}”. One of these is possible: {allowed}.</source>
        <translation>“{name}”（{label}）不能写成“{found}”。可用的格式：{allowed}。</translation>
    </message>
    <message>
        <source>“{name}” ({label}) is no field with values to tick.</source>
        <translation>“{name}”（{label}）不是可以勾选的字段。</translation>
    </message>
    <message>
        <source>“{name}” ({label}) is not known where this form, or this table, is printed.</source>
        <translation>“{name}”（{label}）在这张表单或这个表格里没有。</translation>
    </message>
    <message>
        <source>“{name}” can't be changed: here belongs {was}.</source>
        <translation>“{name}”不能改：这里应是 {was}。</translation>
    </message>
    <message>
        <source>“{name}” is empty.</source>
        <translation>“{name}”是空文件。</translation>
    </message>
    <message>
        <source>“{name}” is in force from this day already: take it out of use first.</source>
        <translation>“{name}”已从这一天起执行，请先停用它。</translation>
    </message>
    <message>
        <source>“{name}” is in force or was quoted from: take the list itself out of use.</source>
        <translation>“{name}”正在执行或已用来报价，请直接停用这份价目表。</translation>
    </message>
    <message>
        <source>“{name}” is missing: which version was changed? Write the form out again.</source>
        <translation>缺“{name}”：不知道改的是哪一版。请重新写出这张表单。</translation>
    </message>
    <message>
        <source>“{name}” is no file; a folder is kept file by file.</source>
        <translation>“{name}”不是文件；文件夹请逐个文件添加。</translation>
    </message>
    <message>
        <source>“{name}” is there twice.</source>
        <translation>“{name}”出现了两次。</translation>
    </message>
    <message>
        <source>“{name}” may be a program: it isn't opened from here.</source>
        <translation>“{name}”可能是程序，不从这里打开。</translation>
    </message>
    <message>
        <source>“{printer}” did not take the print.</source>
        <translation>打印机“{printer}”没有接收。</translation>
    </message>
    <message>
        <source>“{range}” is no range.</source>
        <translation>“{range}”不是范围。</translation>
    </message>
    <message>
        <source>“{room}” can't be read as a room: write it like 3-2-1502 or 3栋1502.</source>
        <translation>“{room}”不是可识别的房号，请写成 3-2-1502 或 3栋1502。</translation>
    </message>
    <message>
        <source>“{room}” is in another building or unit than this row says.</source>
        <translation>“{room}”与本行的楼栋或单元不一致。</translation>
    </message>
    <message>
        <source>“{sheet}”: two fields have the same column.</source>
        <translation>“{sheet}”：两个项目对应了同一列。</translation>
    </message>
    <message>
        <source>“{text}” can't be read as a price: it is quoted by hand.</source>
        <translation>“{text}”读不出价格，由前台人工报价。</translation>
    </message>
    <message>
        <source>“{text}” is more than is counted here: {units}.</source>
        <translation>“{text}”的数量比计价的单位多：{units}。</translation>
    </message>
    <message>
        <source>“{text}” is no amount in yuan; write it like 83.50.</source>
        <translation>“{text}”不是金额，请写成 83.50。</translation>
    </message>
    <message>
        <source>“{text}” is no area; write it like 98.6 or 1088.</source>
        <translation>“{text}”不是面积，请写成 98.6 或 1088。</translation>
    </message>
    <message>
        <source>“{text}” is no quantity; write it like 2 or 1.5.</source>
        <translation>“{text}”不是数量；请写 2 或 1.5。</translation>
    </message>
    <message>
        <source>“{text}” is no time; write it as on the slip: 10:48, or 11-20 10:48.</source>
        <translation>“{text}”不是时间；照单上写，如 10:48 或 11-20 10:48。</translation>
    </message>
    <message>
        <source>“{text}” is no time; write it like 2026-11-28 14:30.</source>
        <translation>“{text}”不是时间，请写成 2026-11-28 14:30。</translation>
    </message>
    <message>
        <source>“{text}” names no year.</source>
        <translation>“{text}”没有写年份。</translation>
    </message>
    <message>
        <source>“{text}”: there is no such day or hour.</source>
        <translation>“{text}”：没有这个日期或钟点。</translation>
    </message>
    <message>
        <source>“{title}” is laid out for {papers}: {paper} is too small for it.</source>
        <translation>“{title}”按 {papers} 排版，{paper} 放不下。</translation>
    </message>
    <message>
        <source>“{title}” is laid out for {paper} alone.</source>
        <translation>《{title}》只能印在 {paper} 上。</translation>
    </message>
    <message>
        <source>“{value}” goes by the clock and can't be one of several here.</source>
        <translation>“{value}”里有随时间变化的状态，不能与其他几项并列，请单独筛选。</translation>
    </message>
    <message>
        <source>“{words}” ends before it begins.</source>
        <translation>“{words}”：结束时间早于开始时间。</translation>
    </message>
    <message>
        <source>“{words}” is no appointment: leave it empty and the usual time limit counts, or name a time.</source>
        <translation>“{words}”不算预约：请留空（按规程时限办理），或写明时间。</translation>
    </message>
    <message>
        <source>“{words}” is not in the list: ↓ shows it.</source>
        <translation>列表里没有“{words}”，按 ↓ 看全部。</translation>
    </message>
    <message>
        <source>“{words}” may be a date or hours: write it like 9月11日, or like 9点到11点.</source>
        <translation>“{words}”可能是日期，也可能是钟点，请写成“9月11日”或“9点到11点”。</translation>
    </message>
    <message>
        <source>“{words}” may be one of many days: name the one agreed on, such as 10月8日上午 or 周六上午.</source>
        <translation>“{words}”可能是好几天：请写明约定的那一天，如 10月8日上午、周六上午。</translation>
    </message>
    <message>
        <source>“{words}” names no time that is sure: write it like 明天下午3点, 周六上午, 11-28 14:30 or tomorrow 15:00.</source>
        <translation>看不出“{words}”是什么时间，请写成：明天下午3点、周六上午、11-28 14:30。</translation>
    </message>
    <message>
        <source>“{words}”: there is no such day.</source>
        <translation>“{words}”：没有这一天。</translation>
    </message>
    <message>
        <source>“{words}”: this date falls on another day of the week.</source>
        <translation>“{words}”：日期与星期对不上。</translation>
    </message>
    <message>
        <source>“□{found}” stands for the same value as “□{other}”.</source>
        <translation>“□{found}”与“□{other}”是同一个值。</translation>
    </message>
    <message>
        <source>“□{found}”: which value does this box stand for? Known are: {allowed}.</source>
        <translation>“□{found}”对应哪一个值？可用的有：{allowed}。</translation>
    </message>
</context>
<context>
    <name>fields</name>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>About the case</source>
        <translation>相关编号</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>接单时间</translation>
    </message>
    <message>
        <source>Again after</source>
        <translation>重复自</translation>
    </message>
    <message>
        <source>Agreed</source>
        <translation>预约</translation>
    </message>
    <message>
        <source>All departments</source>
        <translation>全部部门</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Anonymous</source>
        <translation>匿名</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>评价</translation>
    </message>
    <message>
        <source>Answer asked for by</source>
        <translation>要求答复时间</translation>
    </message>
    <message>
        <source>Answer owed</source>
        <translation>待答复</translation>
    </message>
    <message>
        <source>Answer wanted by</source>
        <translation>要求反馈时间</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>答复时间</translation>
    </message>
    <message>
        <source>Answered at once</source>
        <translation>当场答复</translation>
    </message>
    <message>
        <source>Appointment</source>
        <translation>预约时间</translation>
    </message>
    <message>
        <source>Appointment from</source>
        <translation>预约时间</translation>
    </message>
    <message>
        <source>Appointment until</source>
        <translation>预约至</translation>
    </message>
    <message>
        <source>Approved by</source>
        <translation>批准人</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>建筑面积</translation>
    </message>
    <message>
        <source>As of</source>
        <translation>截至</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>问清楚</translation>
    </message>
    <message>
        <source>Asked by</source>
        <translation>调查人</translation>
    </message>
    <message>
        <source>Building</source>
        <translation>楼栋</translation>
    </message>
    <message>
        <source>Call again</source>
        <translation>再次联系</translation>
    </message>
    <message>
        <source>Call back from</source>
        <translation>回访起</translation>
    </message>
    <message>
        <source>Call back until</source>
        <translation>回访止</translation>
    </message>
    <message>
        <source>Called</source>
        <translation>来电时间</translation>
    </message>
    <message>
        <source>Called back</source>
        <translation>回访时间</translation>
    </message>
    <message>
        <source>Called back by</source>
        <translation>回访人</translation>
    </message>
    <message>
        <source>Caller</source>
        <translation>联系人</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>来电次数</translation>
    </message>
    <message>
        <source>Came in</source>
        <translation>本期新增</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>件数</translation>
    </message>
    <message>
        <source>Cases by kind</source>
        <translation>各类件数</translation>
    </message>
    <message>
        <source>Cases registered</source>
        <translation>登记件数</translation>
    </message>
    <message>
        <source>Cases worked on</source>
        <translation>经办件数</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>原因分析</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Charge</source>
        <translation>收费</translation>
    </message>
    <message>
        <source>Chargeable jobs</source>
        <translation>有偿服务笔数</translation>
    </message>
    <message>
        <source>Chased</source>
        <translation>催办时间</translation>
    </message>
    <message>
        <source>Chased by</source>
        <translation>催办人</translation>
    </message>
    <message>
        <source>Chased slip</source>
        <translation>催办的单</translation>
    </message>
    <message>
        <source>Check list</source>
        <translation>检查步骤</translation>
    </message>
    <message>
        <source>Checked</source>
        <translation>核实时间</translation>
    </message>
    <message>
        <source>Checked by</source>
        <translation>核实人</translation>
    </message>
    <message>
        <source>Client first spoken to</source>
        <translation>首次联系客户</translation>
    </message>
    <message>
        <source>Clients content</source>
        <translation>满意</translation>
    </message>
    <message>
        <source>Clients content on the whole</source>
        <translation>基本满意</translation>
    </message>
    <message>
        <source>Clients not content</source>
        <translation>不满意</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>结案时间</translation>
    </message>
    <message>
        <source>Closed by</source>
        <translation>结案人</translation>
    </message>
    <message>
        <source>Code of the form</source>
        <translation>表号</translation>
    </message>
    <message>
        <source>Compensation</source>
        <translation>赔偿补偿</translation>
    </message>
    <message>
        <source>Complained of</source>
        <translation>被投诉人</translation>
    </message>
    <message>
        <source>Complaints line</source>
        <translation>投诉监督电话</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>完工时间</translation>
    </message>
    <message>
        <source>Complex job</source>
        <translation>复杂</translation>
    </message>
    <message>
        <source>Confidential</source>
        <translation>客户保密</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>联系人</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Corrective actions</source>
        <translation>纠正措施单</translation>
    </message>
    <message>
        <source>Corrective sheet</source>
        <translation>纠正单号</translation>
    </message>
    <message>
        <source>Countersigned</source>
        <translation>复核时间</translation>
    </message>
    <message>
        <source>Countersigned by</source>
        <translation>复核人</translation>
    </message>
    <message>
        <source>Course</source>
        <translation>经过</translation>
    </message>
    <message>
        <source>Day asked</source>
        <translation>征询日期</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Days covered</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Dealt with by</source>
        <translation>处理方式</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>责任部门</translation>
    </message>
    <message>
        <source>Diary's day</source>
        <translation>日记日期</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>资料名称</translation>
    </message>
    <message>
        <source>Document's state</source>
        <translation>资料情况</translation>
    </message>
    <message>
        <source>Documents held</source>
        <translation>已存资料</translation>
    </message>
    <message>
        <source>Documents missing</source>
        <translation>缺少资料</translation>
    </message>
    <message>
        <source>Does again</source>
        <translation>返修原单</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Done by the end</source>
        <translation>本期已完成</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>时限</translation>
    </message>
    <message>
        <source>Due in all</source>
        <translation>应收合计</translation>
    </message>
    <message>
        <source>Else unsolved</source>
        <translation>其他未解决</translation>
    </message>
    <message>
        <source>Escalated to</source>
        <translation>上报至</translation>
    </message>
    <message>
        <source>Explained</source>
        <translation>解释时间</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>不合格事实</translation>
    </message>
    <message>
        <source>Falls due</source>
        <translation>将到期</translation>
    </message>
    <message>
        <source>Family</source>
        <translation>家属</translation>
    </message>
    <message>
        <source>Fee due</source>
        <translation>应收</translation>
    </message>
    <message>
        <source>Fee open</source>
        <translation>未收</translation>
    </message>
    <message>
        <source>Fee paid</source>
        <translation>已收</translation>
    </message>
    <message>
        <source>File no.</source>
        <translation>档案编号</translation>
    </message>
    <message>
        <source>Filed at</source>
        <translation>存放处</translation>
    </message>
    <message>
        <source>First contact</source>
        <translation>首问</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>起始日</translation>
    </message>
    <message>
        <source>First day it is about</source>
        <translation>期间起</translation>
    </message>
    <message>
        <source>Follow-up</source>
        <translation>回访</translation>
    </message>
    <message>
        <source>Follow-up's name</source>
        <translation>回访名称</translation>
    </message>
    <message>
        <source>Follow-ups</source>
        <translation>回访次数</translation>
    </message>
    <message>
        <source>Followed up by</source>
        <translation>跟进人</translation>
    </message>
    <message>
        <source>Form code</source>
        <translation>表号</translation>
    </message>
    <message>
        <source>From before</source>
        <translation>前期遗留</translation>
    </message>
    <message>
        <source>Gaps</source>
        <translation>缺项</translation>
    </message>
    <message>
        <source>Goes up</source>
        <translation>上报</translation>
    </message>
    <message>
        <source>Grade</source>
        <translation>等级</translation>
    </message>
    <message>
        <source>Guaranteed until</source>
        <translation>质保至</translation>
    </message>
    <message>
        <source>Half-typed forms</source>
        <translation>未存登记</translation>
    </message>
    <message>
        <source>Handed over</source>
        <translation>交班时间</translation>
    </message>
    <message>
        <source>Handed over by</source>
        <translation>交班人</translation>
    </message>
    <message>
        <source>Handed over to</source>
        <translation>接班人</translation>
    </message>
    <message>
        <source>Handled</source>
        <translation>办结时间</translation>
    </message>
    <message>
        <source>Hard problem</source>
        <translation>疑难</translation>
    </message>
    <message>
        <source>Has it since</source>
        <translation>何时起</translation>
    </message>
    <message>
        <source>Heard</source>
        <translation>听清楚</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>会议时间</translation>
    </message>
    <message>
        <source>Helped with</source>
        <translation>协助处理</translation>
    </message>
    <message>
        <source>Hours agreed</source>
        <translation>约定工时</translation>
    </message>
    <message>
        <source>Hours used</source>
        <translation>已用工时</translation>
    </message>
    <message>
        <source>How asked</source>
        <translation>征询方式</translation>
    </message>
    <message>
        <source>How called back</source>
        <translation>回访方式</translation>
    </message>
    <message>
        <source>How chased</source>
        <translation>催办方式</translation>
    </message>
    <message>
        <source>How paid, receipts</source>
        <translation>收款方式、收据号</translation>
    </message>
    <message>
        <source>How tried</source>
        <translation>联系方式</translation>
    </message>
    <message>
        <source>In hand</source>
        <translation>处理中</translation>
    </message>
    <message>
        <source>In vain because</source>
        <translation>未果情况</translation>
    </message>
    <message>
        <source>Inspected</source>
        <translation>检查时间</translation>
    </message>
    <message>
        <source>Is to the place</source>
        <translation>身份</translation>
    </message>
    <message>
        <source>Issued</source>
        <translation>派单时间</translation>
    </message>
    <message>
        <source>Issued by</source>
        <translation>派单人</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>服务内容</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Labour</source>
        <translation>人工费</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>截止日</translation>
    </message>
    <message>
        <source>Last day it is about</source>
        <translation>期间止</translation>
    </message>
    <message>
        <source>Last had by</source>
        <translation>最后持有人</translation>
    </message>
    <message>
        <source>Late</source>
        <translation>逾期</translation>
    </message>
    <message>
        <source>Lead case</source>
        <translation>牵头件</translation>
    </message>
    <message>
        <source>Left from before</source>
        <translation>前期遗留</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>Liaison sheet</source>
        <translation>联系单号</translation>
    </message>
    <message>
        <source>Lines of the price told</source>
        <translation>报价明细</translation>
    </message>
    <message>
        <source>List</source>
        <translation>情况</translation>
    </message>
    <message>
        <source>Major</source>
        <translation>重大</translation>
    </message>
    <message>
        <source>Manner</source>
        <translation>态度</translation>
    </message>
    <message>
        <source>Material</source>
        <translation>材料名称</translation>
    </message>
    <message>
        <source>Materials</source>
        <translation>材料费</translation>
    </message>
    <message>
        <source>Matter</source>
        <translation>事由</translation>
    </message>
    <message>
        <source>Measures</source>
        <translation>整改</translation>
    </message>
    <message>
        <source>Measures taken</source>
        <translation>处理措施</translation>
    </message>
    <message>
        <source>Meeting</source>
        <translation>会议</translation>
    </message>
    <message>
        <source>Minutes by</source>
        <translation>记录人</translation>
    </message>
    <message>
        <source>Money taken</source>
        <translation>本期收款</translation>
    </message>
    <message>
        <source>Money taken in all</source>
        <translation>本期收款合计</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>月份</translation>
    </message>
    <message>
        <source>Moved in</source>
        <translation>入伙日期</translation>
    </message>
    <message>
        <source>Must be made</source>
        <translation>必访</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Name told</source>
        <translation>所报姓名</translation>
    </message>
    <message>
        <source>New sheet</source>
        <translation>新单号</translation>
    </message>
    <message>
        <source>Next shift begins</source>
        <translation>下一班</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Not reported</source>
        <translation>未报告主管</translation>
    </message>
    <message>
        <source>Not told</source>
        <translation>缺项</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Noted</source>
        <translation>记入时间</translation>
    </message>
    <message>
        <source>Noted by</source>
        <translation>登记人</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Numbers listed</source>
        <translation>号码数</translation>
    </message>
    <message>
        <source>Numbers of the month</source>
        <translation>本月编号</translation>
    </message>
    <message>
        <source>Office</source>
        <translation>管理处</translation>
    </message>
    <message>
        <source>Office address</source>
        <translation>管理处地址</translation>
    </message>
    <message>
        <source>Old number</source>
        <translation>原编号</translation>
    </message>
    <message>
        <source>On site</source>
        <translation>到场时间</translation>
    </message>
    <message>
        <source>One of several</source>
        <translation>群诉</translation>
    </message>
    <message>
        <source>Open by list</source>
        <translation>未结合计</translation>
    </message>
    <message>
        <source>Open in all</source>
        <translation>未收合计</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>开单时间</translation>
    </message>
    <message>
        <source>Opened by</source>
        <translation>开单人</translation>
    </message>
    <message>
        <source>Opinion</source>
        <translation>意见</translation>
    </message>
    <message>
        <source>Opinions and suggestions</source>
        <translation>意见和建议</translation>
    </message>
    <message>
        <source>Order's state</source>
        <translation>维修单状态</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>登记方式</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Own entry</source>
        <translation>本人补记</translation>
    </message>
    <message>
        <source>Owner's material fit</source>
        <translation>业主自备验证</translation>
    </message>
    <message>
        <source>Owner's materials fit</source>
        <translation>业主自备材料合格</translation>
    </message>
    <message>
        <source>Owners</source>
        <translation>业主</translation>
    </message>
    <message>
        <source>Paid in all</source>
        <translation>已收合计</translation>
    </message>
    <message>
        <source>Parts returned</source>
        <translation>已回各联</translation>
    </message>
    <message>
        <source>Parts still out</source>
        <translation>未回的联</translation>
    </message>
    <message>
        <source>Passed on</source>
        <translation>转派</translation>
    </message>
    <message>
        <source>Passed on by</source>
        <translation>转办人</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>期次</translation>
    </message>
    <message>
        <source>Pets</source>
        <translation>宠物</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>联系电话</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>房号</translation>
    </message>
    <message>
        <source>Points of departments</source>
        <translation>扣分罚款</translation>
    </message>
    <message>
        <source>Present</source>
        <translation>到会</translation>
    </message>
    <message>
        <source>Price agreed</source>
        <translation>同意报价</translation>
    </message>
    <message>
        <source>Price on site</source>
        <translation>上门报价</translation>
    </message>
    <message>
        <source>Price told</source>
        <translation>报价</translation>
    </message>
    <message>
        <source>Printed</source>
        <translation>打印时间</translation>
    </message>
    <message>
        <source>Printed by</source>
        <translation>打印人</translation>
    </message>
    <message>
        <source>Prints</source>
        <translation>打印次数</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>优先级</translation>
    </message>
    <message>
        <source>Procedure</source>
        <translation>规程</translation>
    </message>
    <message>
        <source>Procedure version</source>
        <translation>规程版次</translation>
    </message>
    <message>
        <source>Promised for</source>
        <translation>约定答复时间</translation>
    </message>
    <message>
        <source>Promised until</source>
        <translation>承诺时限</translation>
    </message>
    <message>
        <source>Public area</source>
        <translation>公共部位</translation>
    </message>
    <message>
        <source>Qualification</source>
        <translation>资质</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>满意度</translation>
    </message>
    <message>
        <source>Rating as a letter</source>
        <translation>总评字母</translation>
    </message>
    <message>
        <source>Read back</source>
        <translation>复述清楚</translation>
    </message>
    <message>
        <source>Receipts missing</source>
        <translation>收据断号</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>受理时间</translation>
    </message>
    <message>
        <source>Received on</source>
        <translation>受理日期</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>录入时间</translation>
    </message>
    <message>
        <source>Remarks</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Reminders</source>
        <translation>催办次数</translation>
    </message>
    <message>
        <source>Repeated</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>Reply told for</source>
        <translation>答复时间</translation>
    </message>
    <message>
        <source>Reported</source>
        <translation>报告时间</translation>
    </message>
    <message>
        <source>Reported to</source>
        <translation>报告给</translation>
    </message>
    <message>
        <source>Responsible</source>
        <translation>责任人</translation>
    </message>
    <message>
        <source>Result returned</source>
        <translation>结果反馈时间</translation>
    </message>
    <message>
        <source>Result returned by</source>
        <translation>结果反馈人</translation>
    </message>
    <message>
        <source>Result signed</source>
        <translation>处理结果签认</translation>
    </message>
    <message>
        <source>Result signed by</source>
        <translation>处理结果签认人</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>房间</translation>
    </message>
    <message>
        <source>Room of the list</source>
        <translation>清单房号</translation>
    </message>
    <message>
        <source>Rooms</source>
        <translation>户数</translation>
    </message>
    <message>
        <source>Round</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Round {round}</source>
        <translation>第{round}轮</translation>
    </message>
    <message>
        <source>Said and decided</source>
        <translation>决定事项</translation>
    </message>
    <message>
        <source>Scans</source>
        <translation>扫描件</translation>
    </message>
    <message>
        <source>Sent to</source>
        <translation>发往</translation>
    </message>
    <message>
        <source>Service from</source>
        <translation>服务起</translation>
    </message>
    <message>
        <source>Service until</source>
        <translation>服务止</translation>
    </message>
    <message>
        <source>Share done</source>
        <translation>完成率</translation>
    </message>
    <message>
        <source>Sheet answered</source>
        <translation>反馈时间</translation>
    </message>
    <message>
        <source>Sheet answered by</source>
        <translation>反馈人</translation>
    </message>
    <message>
        <source>Sheet before</source>
        <translation>原单编号</translation>
    </message>
    <message>
        <source>Sheet issued</source>
        <translation>开单时间</translation>
    </message>
    <message>
        <source>Sheet issued by</source>
        <translation>发单人</translation>
    </message>
    <message>
        <source>Sheet number</source>
        <translation>处理单编号</translation>
    </message>
    <message>
        <source>Sheet's answer</source>
        <translation>处理情况反馈</translation>
    </message>
    <message>
        <source>Side of the service</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>签认时间</translation>
    </message>
    <message>
        <source>Signed by</source>
        <translation>签认人</translation>
    </message>
    <message>
        <source>Signed for</source>
        <translation>签收时间</translation>
    </message>
    <message>
        <source>Signed for by</source>
        <translation>签收人</translation>
    </message>
    <message>
        <source>Slip</source>
        <translation>派工单号</translation>
    </message>
    <message>
        <source>Slip missing</source>
        <translation>缺单</translation>
    </message>
    <message>
        <source>Slip out</source>
        <translation>未回单</translation>
    </message>
    <message>
        <source>Slip returned</source>
        <translation>回单时间</translation>
    </message>
    <message>
        <source>Slip's remarks</source>
        <translation>维修单备注</translation>
    </message>
    <message>
        <source>Slips by worker</source>
        <translation>每人单数</translation>
    </message>
    <message>
        <source>Slips missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>Slips not returned</source>
        <translation>未回</translation>
    </message>
    <message>
        <source>Slips of the day</source>
        <translation>当日单数</translation>
    </message>
    <message>
        <source>Slips returned</source>
        <translation>已回</translation>
    </message>
    <message>
        <source>Slips still out</source>
        <translation>未回单张数</translation>
    </message>
    <message>
        <source>Slips void</source>
        <translation>作废</translation>
    </message>
    <message>
        <source>Specification</source>
        <translation>规格</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>进展</translation>
    </message>
    <message>
        <source>Still in hand</source>
        <translation>跟进中</translation>
    </message>
    <message>
        <source>Suggestion</source>
        <translation>建议</translation>
    </message>
    <message>
        <source>Supplied by</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Taken by</source>
        <translation>接听人</translation>
    </message>
    <message>
        <source>Taken over</source>
        <translation>接班时间</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>班组</translation>
    </message>
    <message>
        <source>Team's day</source>
        <translation>工单日期</translation>
    </message>
    <message>
        <source>Tenants</source>
        <translation>租户</translation>
    </message>
    <message>
        <source>The office's own facts</source>
        <translation>自定字段</translation>
    </message>
    <message>
        <source>The owner's {names}: fit</source>
        <translation>业主自备{names}合格</translation>
    </message>
    <message>
        <source>The owner's {names}: not fit</source>
        <translation>业主自备{names}不合格</translation>
    </message>
    <message>
        <source>Third party</source>
        <translation>第三方单位</translation>
    </message>
    <message>
        <source>Third party's phone</source>
        <translation>第三方电话</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Timeliness</source>
        <translation>及时</translation>
    </message>
    <message>
        <source>Times chased</source>
        <translation>催办次数</translation>
    </message>
    <message>
        <source>To be done by</source>
        <translation>限期</translation>
    </message>
    <message>
        <source>To be seen to</source>
        <translation>交代事项</translation>
    </message>
    <message>
        <source>To call back</source>
        <translation>待回访</translation>
    </message>
    <message>
        <source>Told</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Tried</source>
        <translation>联系时间</translation>
    </message>
    <message>
        <source>Tried by</source>
        <translation>联系人</translation>
    </message>
    <message>
        <source>Unfinished</source>
        <translation>未完</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Unit of the building</source>
        <translation>单元</translation>
    </message>
    <message>
        <source>Unit price</source>
        <translation>单价</translation>
    </message>
    <message>
        <source>Unsolved</source>
        <translation>未解决</translation>
    </message>
    <message>
        <source>Urgent meeting</source>
        <translation>紧急会议</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>有效</translation>
    </message>
    <message>
        <source>Vehicles</source>
        <translation>车辆</translation>
    </message>
    <message>
        <source>Void: {reason}</source>
        <translation>作废：{reason}</translation>
    </message>
    <message>
        <source>Voided</source>
        <translation>作废时间</translation>
    </message>
    <message>
        <source>Waits for</source>
        <translation>等待事由</translation>
    </message>
    <message>
        <source>Warranty</source>
        <translation>保修</translation>
    </message>
    <message>
        <source>Warranty matters</source>
        <translation>涉及保修</translation>
    </message>
    <message>
        <source>Warranty until</source>
        <translation>保修期至</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>What is asked</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>What is to be done</source>
        <translation>维修内容</translation>
    </message>
    <message>
        <source>What is wanted</source>
        <translation>要求</translation>
    </message>
    <message>
        <source>What it is about</source>
        <translation>会议内容</translation>
    </message>
    <message>
        <source>What the check found</source>
        <translation>核实情况</translation>
    </message>
    <message>
        <source>What the client said</source>
        <translation>业主意见</translation>
    </message>
    <message>
        <source>What was agreed on compensation</source>
        <translation>赔偿约定</translation>
    </message>
    <message>
        <source>What was carried out</source>
        <translation>实施记录</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>What was explained</source>
        <translation>解释内容</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>检查情况</translation>
    </message>
    <message>
        <source>What was promised</source>
        <translation>答复承诺</translation>
    </message>
    <message>
        <source>What was said</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>What was taught</source>
        <translation>培训</translation>
    </message>
    <message>
        <source>Which chase</source>
        <translation>第几次催办</translation>
    </message>
    <message>
        <source>Who has it</source>
        <translation>在谁手里</translation>
    </message>
    <message>
        <source>Who inspected</source>
        <translation>参加人员</translation>
    </message>
    <message>
        <source>Whom</source>
        <translation>被催办人</translation>
    </message>
    <message>
        <source>Whose</source>
        <translation>跟进</translation>
    </message>
    <message>
        <source>Whose diary</source>
        <translation>记录人</translation>
    </message>
    <message>
        <source>Whose or what for</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Why given up</source>
        <translation>终止原因</translation>
    </message>
    <message>
        <source>Why major</source>
        <translation>重大情形</translation>
    </message>
    <message>
        <source>Why not content</source>
        <translation>不满意原因</translation>
    </message>
    <message>
        <source>Why void</source>
        <translation>作废原因</translation>
    </message>
    <message>
        <source>Work done</source>
        <translation>维修情况</translation>
    </message>
    <message>
        <source>Work order</source>
        <translation>维修单号</translation>
    </message>
    <message>
        <source>Work orders</source>
        <translation>维修单号</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>维修员</translation>
    </message>
    <message>
        <source>Written by</source>
        <translation>记录人</translation>
    </message>
    <message>
        <source>Written down</source>
        <translation>记清楚</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>again after {number}</source>
        <translation>重复：{number}</translation>
    </message>
    <message>
        <source>consent not noted</source>
        <translation>未记同意</translation>
    </message>
    <message>
        <source>does {number} again</source>
        <translation>返修，原单{number}</translation>
    </message>
    <message>
        <source>more than was told</source>
        <translation>高于报价</translation>
    </message>
    <message>
        <source>no price told</source>
        <translation>未报价</translation>
    </message>
    <message>
        <source>no receipt number</source>
        <translation>无收据号</translation>
    </message>
    <message>
        <source>no room</source>
        <translation>无房号</translation>
    </message>
    <message>
        <source>not taken</source>
        <translation>未接</translation>
    </message>
    <message>
        <source>not told: {gaps}</source>
        <translation>缺项：{gaps}</translation>
    </message>
    <message>
        <source>used on {name}'s written wish of {at}</source>
        <translation>{name}{at}书面要求使用</translation>
    </message>
    <message>
        <source>{at} passed from {from} to {to}: {reason}</source>
        <translation>{at}由{from}转派{to}：{reason}</translation>
    </message>
    <message>
        <source>{count} jobs together</source>
        <translation>小计 {count} 笔</translation>
    </message>
    <message>
        <source>{department} −{points}</source>
        <translation>{department} −{points}</translation>
    </message>
    <message>
        <source>{department} −{points}, fined {fines}</source>
        <translation>{department} −{points}，罚款{fines}元</translation>
    </message>
    <message>
        <source>{department}, fined {fines}</source>
        <translation>{department}，罚款{fines}元</translation>
    </message>
    <message>
        <source>{kind} {n}</source>
        <translation>{kind} {n}</translation>
    </message>
    <message>
        <source>{method} {amount}</source>
        <translation>{method} {amount}</translation>
    </message>
    <message>
        <source>{name} × {quantity}{unit} {price}</source>
        <translation>{name} × {quantity}{unit} {price}</translation>
    </message>
    <message>
        <source>{name} × {quantity}{unit} {price} ({note})</source>
        <translation>{name} × {quantity}{unit} {price}（{note}）</translation>
    </message>
    <message>
        <source>{name}: {value}</source>
        <translation>{name}：{value}</translation>
    </message>
    <message>
        <source>{one}; {other}</source>
        <translation>{one}；{other}</translation>
    </message>
    <message>
        <source>{words}</source>
        <translation>{words}</translation>
    </message>
    <message>
        <source>{words} ✓</source>
        <translation>{words}✓</translation>
    </message>
    <message>
        <source>{worker} {slips}</source>
        <translation>{worker}{slips}单</translation>
    </message>
</context>
<context>
    <name>journal</name>
    <message>
        <source>encryption off</source>
        <translation>取消加密</translation>
    </message>
    <message>
        <source>encryption on</source>
        <translation>启用加密</translation>
    </message>
    <message>
        <source>passphrase changed</source>
        <translation>更换口令</translation>
    </message>
    <message>
        <source>recovery code</source>
        <translation>恢复码</translation>
    </message>
    <message>
        <source>wrong password</source>
        <translation>密码错误</translation>
    </message>
    <message>
        <source>wrong recovery code</source>
        <translation>恢复码错误</translation>
    </message>
</context>
<context>
    <name>order_steps</name>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>now, or as written: 10:48</source>
        <translation>不填即现在；或照单写 10:48</translation>
    </message>
</context>
<context>
    <name>paper</name>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>1. When no administrator is left: sign-in page, “No administrator any more?”.</source>
        <translation>一、系统中已无管理员可用时：在登录页点“管理员无法登录？”，凭本码指定管理员。</translation>
    </message>
    <message>
        <source>2. When the passphrase of encrypted books is forgotten: start page, “I have the code”.</source>
        <translation>二、数据已加密而忘记口令时：在启动页点“我有恢复码”，凭本码打开数据。</translation>
    </message>
    <message>
        <source>After an administrator was made by it, it is void, and the new sheet takes its place.</source>
        <translation>用本码指定管理员后本码即作废，以新打印的一页为准。</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>年　　月　　日</translation>
    </message>
    <message>
        <source>In {count} parts</source>
        <translation>一式{count}联</translation>
    </message>
    <message>
        <source>Keep this sheet in the safe, never beside the computer: whoever has it can open all records.</source>
        <translation>请锁入保险柜，不得放在电脑旁：持有本码即可打开全部记录。</translation>
    </message>
    <message>
        <source>Kept by:                    Date:                    </source>
        <translation>保管人：　　　　　　　　　　日期：　　　　　　　　　　</translation>
    </message>
    <message>
        <source>Made on {day}. Older recovery codes are void.</source>
        <translation>制作日期 {day}。此前的恢复码一律作废。</translation>
    </message>
    <message>
        <source>No font on this computer has {characters}; printed by number instead.</source>
        <translation>本机没有含“{characters}”的字体，已改印其字符编号。</translation>
    </message>
    <message>
        <source>Nobody can look the code up. If the sheet is lost, an administrator makes a new one at once.</source>
        <translation>本码无处可查。本页如遗失，请管理员立即另制新码。</translation>
    </message>
    <message>
        <source>Page {page} of {pages}</source>
        <translation>第 {page} 页　共 {pages} 页</translation>
    </message>
    <message>
        <source>Recovery code</source>
        <translation>恢复码</translation>
    </message>
    <message>
        <source>Reprint {count}</source>
        <translation>补打 第{count}次</translation>
    </message>
    <message>
        <source>Test page</source>
        <translation>测试页</translation>
    </message>
    <message>
        <source>The frame must be whole on all four sides, and the smallest line legible.</source>
        <translation>边框四边都要完整，最小的一行要看得清。</translation>
    </message>
    <message>
        <source>The office's own version of this form can't be read by this version of the program; the shipped one is printed. {why}</source>
        <translation>本处自己的这张表单，这一版程序读不了，印的是出厂表单。{why}</translation>
    </message>
    <message>
        <source>The rulers are {length} mm across and {upright} mm upwards: measure them; if they are not, switch scaling off.</source>
        <translation>尺子横 {length} 毫米、竖 {upright} 毫米：请量一量；不对就关掉缩放。</translation>
    </message>
    <message>
        <source>VOID</source>
        <translation>作废</translation>
    </message>
    <message>
        <source>moved by {dx} / {dy} mm</source>
        <translation>偏移 {dx} / {dy} 毫米</translation>
    </message>
    <message>
        <source>{title} (continued)</source>
        <translation>{title}（续页）</translation>
    </message>
    <message>
        <source>{where}: there is no row for it on the printed form, so it is not printed.</source>
        <translation>{where}：预印表上没有这一行，未打印。</translation>
    </message>
    <message>
        <source>{where}: too long for its cell even in the smallest type, so its row is higher.</source>
        <translation>{where}：内容太长，用最小的字也放不下，该行已加高。</translation>
    </message>
    <message>
        <source>{where}: too long for its place on the printed form: it runs over it.</source>
        <translation>{where}：预印表上的位置放不下，会超出。</translation>
    </message>
</context>
<context>
    <name>procedure</name>
    <message>
        <source>Closed: {name}</source>
        <translation>停用：{name}</translation>
    </message>
    <message>
        <source>Desk manned: {old} → {new}</source>
        <translation>前台值班时间：{old} → {new}</translation>
    </message>
    <message>
        <source>In use again: {name}</source>
        <translation>重新启用：{name}</translation>
    </message>
    <message>
        <source>New category: {name}</source>
        <translation>新增分类：{name}</translation>
    </message>
    <message>
        <source>New: {name}</source>
        <translation>新增：{name}</translation>
    </message>
    <message>
        <source>New: {name} ({words})</source>
        <translation>新增：{name}（{words}）</translation>
    </message>
    <message>
        <source>Office hours: {old} → {new}</source>
        <translation>办公时间：{old} → {new}</translation>
    </message>
    <message>
        <source>{category} goes to {name}</source>
        <translation>{category}改由{name}负责</translation>
    </message>
    <message>
        <source>{category} has no usual team any more</source>
        <translation>{category}不再有常派班组</translation>
    </message>
    <message>
        <source>{category} is found by: {words}</source>
        <translation>{category}也可用这些词找到：{words}</translation>
    </message>
    <message>
        <source>{old} is called {name} now</source>
        <translation>{old}改名为{name}</translation>
    </message>
</context>
<context>
    <name>prompts</name>
    <message>
        <source>It is saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>Saved or not?</source>
        <translation>是否已保存尚不清楚</translation>
    </message>
    <message>
        <source>This can't be done</source>
        <translation>无法完成</translation>
    </message>
</context>
<context>
    <name>selftest</name>
    <message>
        <source>Name and password do not open the desk.</source>
        <translation>用姓名和密码无法登录。</translation>
    </message>
    <message>
        <source>No picture could be written to {path}.</source>
        <translation>无法写入图片 {path}。</translation>
    </message>
    <message>
        <source>The backup does not hold every case.</source>
        <translation>备份中缺少登记事项。</translation>
    </message>
    <message>
        <source>The call that was typed is not in the register: see {path}</source>
        <translation>键入的来电没有进入登记簿：见 {path}</translation>
    </message>
    <message>
        <source>The form {form} can't be read back.</source>
        <translation>表单 {form} 无法读回。</translation>
    </message>
    <message>
        <source>The window does not open.</source>
        <translation>窗口无法打开。</translation>
    </message>
    <message>
        <source>Two pages look the same: one of them did not draw itself.</source>
        <translation>两个页面的画面相同：其中一个没有绘出。</translation>
    </message>
    <message>
        <source>a backup, verified</source>
        <translation>备份并校验</translation>
    </message>
    <message>
        <source>every paper form</source>
        <translation>全部纸质表单</translation>
    </message>
    <message>
        <source>every tab, light and dark</source>
        <translation>全部页面，浅色与深色</translation>
    </message>
    <message>
        <source>the books, checked</source>
        <translation>数据检查</translation>
    </message>
    <message>
        <source>the register in Excel, read back</source>
        <translation>登记簿导出为 Excel 并读回</translation>
    </message>
    <message>
        <source>{written} of {count} cases came back.</source>
        <translation>{count} 件中只读回 {written} 件。</translation>
    </message>
</context>
<context>
    <name>sheets</name>
    <message>
        <source>Accepted</source>
        <translation>验收日期</translation>
    </message>
    <message>
        <source>Agreed</source>
        <translation>业主同意</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Animal</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答案</translation>
    </message>
    <message>
        <source>Approved by</source>
        <translation>批准人</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>建筑面积</translation>
    </message>
    <message>
        <source>At</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Back after the signature</source>
        <translation>签认后收回</translation>
    </message>
    <message>
        <source>Belongs to</source>
        <translation>所属编号</translation>
    </message>
    <message>
        <source>Binding list</source>
        <translation>派工单装订清单</translation>
    </message>
    <message>
        <source>Building</source>
        <translation>楼号</translation>
    </message>
    <message>
        <source>By room</source>
        <translation>按房号</translation>
    </message>
    <message>
        <source>By the slip</source>
        <translation>按单</translation>
    </message>
    <message>
        <source>Calls and visits</source>
        <translation>来电来访</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>事项编号</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>完工时间</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>联系人</translation>
    </message>
    <message>
        <source>Continued</source>
        <translation>续文</translation>
    </message>
    <message>
        <source>Decoration</source>
        <translation>装修</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>档案资料</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>应收</translation>
    </message>
    <message>
        <source>Fees</source>
        <translation>收费明细</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>附件</translation>
    </message>
    <message>
        <source>Firm</source>
        <translation>装修单位</translation>
    </message>
    <message>
        <source>Floor</source>
        <translation>楼层</translation>
    </message>
    <message>
        <source>For what</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>From</source>
        <translation>入住日期</translation>
    </message>
    <message>
        <source>From old registers</source>
        <translation>历史台账</translation>
    </message>
    <message>
        <source>Gaps</source>
        <translation>缺项</translation>
    </message>
    <message>
        <source>Households</source>
        <translation>住户</translation>
    </message>
    <message>
        <source>How</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>件数</translation>
    </message>
    <message>
        <source>In charge on site</source>
        <translation>现场负责人</translation>
    </message>
    <message>
        <source>In force from</source>
        <translation>施行日期</translation>
    </message>
    <message>
        <source>Is to the place</source>
        <translation>身份</translation>
    </message>
    <message>
        <source>Issued</source>
        <translation>开单</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>笔数</translation>
    </message>
    <message>
        <source>Joined or transferred, counted there</source>
        <translation>并入、转类（计在另一件）</translation>
    </message>
    <message>
        <source>Keywords</source>
        <translation>关键词</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Last had by</source>
        <translation>最后持有人</translation>
    </message>
    <message>
        <source>Long texts</source>
        <translation>长文续页</translation>
    </message>
    <message>
        <source>Make, colour</source>
        <translation>品牌颜色</translation>
    </message>
    <message>
        <source>Matter</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>车型</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Occupant_kind</source>
        <translation>业主类型</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>欠</translation>
    </message>
    <message>
        <source>Outside numbers</source>
        <translation>外部电话</translation>
    </message>
    <message>
        <source>Owner_number</source>
        <translation>业主编号</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>已收</translation>
    </message>
    <message>
        <source>Paid at</source>
        <translation>收款时间</translation>
    </message>
    <message>
        <source>Parking_name</source>
        <translation>车位名称</translation>
    </message>
    <message>
        <source>Parts back</source>
        <translation>已回各联</translation>
    </message>
    <message>
        <source>Payer</source>
        <translation>付款人</translation>
    </message>
    <message>
        <source>Payments</source>
        <translation>收款明细</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人数</translation>
    </message>
    <message>
        <source>Permit no.</source>
        <translation>证号</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>本人</translation>
    </message>
    <message>
        <source>Pet's name</source>
        <translation>宠物名</translation>
    </message>
    <message>
        <source>Pets</source>
        <translation>宠物</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Phones</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Plate</source>
        <translation>车牌号</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Quoted</source>
        <translation>报价</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Receipt no.</source>
        <translation>收据号</translation>
    </message>
    <message>
        <source>Receipts missing</source>
        <translation>收据断号</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>受理</translation>
    </message>
    <message>
        <source>Received, as the statistics count them</source>
        <translation>受理（与统计一致）</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>登记簿</translation>
    </message>
    <message>
        <source>Regulations</source>
        <translation>规章制度</translation>
    </message>
    <message>
        <source>Relation</source>
        <translation>关系</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>个人信息要求</translation>
    </message>
    <message>
        <source>Residents' phones</source>
        <translation>业主电话</translation>
    </message>
    <message>
        <source>Right as it is; stays here so that the list is whole.</source>
        <translation>本行没有问题；为使清单完整，一并列在这里。</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>房号</translation>
    </message>
    <message>
        <source>Rows of the register</source>
        <translation>登记簿各行</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>签认时间</translation>
    </message>
    <message>
        <source>Signed by</source>
        <translation>签认人</translation>
    </message>
    <message>
        <source>Slip</source>
        <translation>派工单号</translation>
    </message>
    <message>
        <source>Slips</source>
        <translation>维修单号</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>停放处</translation>
    </message>
    <message>
        <source>Standard answers</source>
        <translation>答客问</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>过程</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Taken by</source>
        <translation>收款人</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>正文</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>To</source>
        <translation>迁出日期</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>房屋类型</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单元</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>至</translation>
    </message>
    <message>
        <source>Vehicle of</source>
        <translation>归谁所有</translation>
    </message>
    <message>
        <source>Vehicles</source>
        <translation>车辆</translation>
    </message>
    <message>
        <source>Void</source>
        <translation>作废</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>What is done</source>
        <translation>装修内容</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>错误原因</translation>
    </message>
    <message>
        <source>Which phone</source>
        <translation>号码说明</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>查看人</translation>
    </message>
    <message>
        <source>Who saw it</source>
        <translation>谁看过</translation>
    </message>
    <message>
        <source>Who saw whom</source>
        <translation>谁看过谁</translation>
    </message>
    <message>
        <source>Whose</source>
        <translation>谁的信息</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>{column}: {reason}</source>
        <translation>{column}：{reason}</translation>
    </message>
    <message>
        <source>{column}: {reason} The rest of the row goes in.</source>
        <translation>{column}：{reason}（其余照常导入）</translation>
    </message>
    <message>
        <source>{received} received, as the statistics count them; {void} void; {elsewhere} joined or transferred; {old} from old registers.</source>
        <translation>其中受理 {received} 件（与统计一致），作废 {void} 件，并入、转类 {elsewhere} 件，历史台账 {old} 件。</translation>
    </message>
    <message>
        <source>{received} received, as the statistics count them; {void} void; {old} from old registers.</source>
        <translation>其中受理 {received} 件（与统计一致），作废 {void} 件，历史台账 {old} 件。</translation>
    </message>
    <message>
        <source>… (goes on on the sheet “Long texts”)</source>
        <translation>……（续见“长文续页”）</translation>
    </message>
</context>
<context>
    <name>slip_words</name>
    <message>
        <source>Lost; {name} had it last: {reason}</source>
        <translation>已遗失，最后在{name}手里：{reason}</translation>
    </message>
    <message>
        <source>With {name} since {moment}</source>
        <translation>在{name}手里，{moment} 起</translation>
    </message>
    <message>
        <source>booked by {name}</source>
        <translation>{name}登记</translation>
    </message>
    <message>
        <source>from {name}</source>
        <translation>{name}交</translation>
    </message>
    <message>
        <source>not typed up</source>
        <translation>待补录</translation>
    </message>
    <message>
        <source>{standing}: {parts} missing</source>
        <translation>{standing}：缺{parts}</translation>
    </message>
</context>
<context>
    <name>support</name>
    <message>
        <source>It holds no names, phones, addresses or texts of the office, and no folders.</source>
        <translation>不含姓名、电话、地址、登记内容，也不含文件夹名。</translation>
    </message>
    <message>
        <source>Nothing else is in this file:</source>
        <translation>此文件中只有以下内容：</translation>
    </message>
    <message>
        <source>how old the last backups are, and whether they were verified</source>
        <translation>最近的备份有多久了，是否通过校验</translation>
    </message>
    <message>
        <source>kind and schema of the database, rows of each table, codes of what is wrong</source>
        <translation>数据库的种类和结构版本、各表行数、检查出的问题代码</translation>
    </message>
    <message>
        <source>settings of this computer, without names and folders</source>
        <translation>本机设置，不含姓名和文件夹</translation>
    </message>
    <message>
        <source>versions of the program and its parts</source>
        <translation>程序及各组成部分的版本</translation>
    </message>
    <message>
        <source>what happened in the program: times, kinds of errors, places in its code</source>
        <translation>程序运行记录：时间、错误种类、代码位置</translation>
    </message>
</context>
<context>
    <name>terms</name>
    <message>
        <source>A limit was broken</source>
        <translation>超过时限</translation>
    </message>
    <message>
        <source>Acceptance of the premises</source>
        <translation>房屋验收表</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>已接单</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>系统管理员</translation>
    </message>
    <message>
        <source>Agreements on special services</source>
        <translation>特需服务书面协商资料</translation>
    </message>
    <message>
        <source>Alipay</source>
        <translation>支付宝</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>已答复</translation>
    </message>
    <message>
        <source>Approval asked for</source>
        <translation>已报批</translation>
    </message>
    <message>
        <source>Approval refused</source>
        <translation>未批准</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>已批准</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>到场</translation>
    </message>
    <message>
        <source>Asked for another time</source>
        <translation>约改时间</translation>
    </message>
    <message>
        <source>Assessed</source>
        <translation>已评估</translation>
    </message>
    <message>
        <source>At the desk</source>
        <translation>前台登记</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>已回</translation>
    </message>
    <message>
        <source>Beyond my authority</source>
        <translation>超出本人权限</translation>
    </message>
    <message>
        <source>Beyond the department</source>
        <translation>超出本部门</translation>
    </message>
    <message>
        <source>Busy</source>
        <translation>占线</translation>
    </message>
    <message>
        <source>By letter</source>
        <translation>信函</translation>
    </message>
    <message>
        <source>By message</source>
        <translation>微信/短信</translation>
    </message>
    <message>
        <source>By phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>By radio</source>
        <translation>对讲机</translation>
    </message>
    <message>
        <source>By visit</source>
        <translation>上门</translation>
    </message>
    <message>
        <source>Can't be solved here</source>
        <translation>本处无法解决</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>刷卡</translation>
    </message>
    <message>
        <source>Case study written</source>
        <translation>已写案例</translation>
    </message>
    <message>
        <source>Cash</source>
        <translation>现金</translation>
    </message>
    <message>
        <source>Chargeable</source>
        <translation>有偿</translation>
    </message>
    <message>
        <source>Chased</source>
        <translation>催办</translation>
    </message>
    <message>
        <source>Client away</source>
        <translation>业主不在</translation>
    </message>
    <message>
        <source>Client informed</source>
        <translation>已告知业主</translation>
    </message>
    <message>
        <source>Client not content</source>
        <translation>业主不满意</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>已结案</translation>
    </message>
    <message>
        <source>Company informed</source>
        <translation>已全公司通报</translation>
    </message>
    <message>
        <source>Compensation agreed</source>
        <translation>已达成赔偿</translation>
    </message>
    <message>
        <source>Complaint</source>
        <translation>投诉</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>已完工</translation>
    </message>
    <message>
        <source>Complexity</source>
        <translation>复杂程度</translation>
    </message>
    <message>
        <source>Confirmed to the client</source>
        <translation>受理确认</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>来电来访</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>满意</translation>
    </message>
    <message>
        <source>Copied out</source>
        <translation>本人复制</translation>
    </message>
    <message>
        <source>Copy of the data</source>
        <translation>复制本人资料</translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation>更正</translation>
    </message>
    <message>
        <source>Correction of the data</source>
        <translation>更正本人资料</translation>
    </message>
    <message>
        <source>Corrective action opened</source>
        <translation>已开纠正措施单</translation>
    </message>
    <message>
        <source>Decoration, all papers</source>
        <translation>房屋装修全部资料</translation>
    </message>
    <message>
        <source>Dispatched</source>
        <translation>派单</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>电子邮件</translation>
    </message>
    <message>
        <source>Engineering</source>
        <translation>工程部</translation>
    </message>
    <message>
        <source>Enquiry</source>
        <translation>咨询</translation>
    </message>
    <message>
        <source>Erasure of the data</source>
        <translation>删除本人资料</translation>
    </message>
    <message>
        <source>Escalated</source>
        <translation>已上报</translation>
    </message>
    <message>
        <source>Explained why invalid</source>
        <translation>已作无效说明</translation>
    </message>
    <message>
        <source>Exported</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Fair</source>
        <translation>基本满意</translation>
    </message>
    <message>
        <source>Family</source>
        <translation>家属</translation>
    </message>
    <message>
        <source>File attached</source>
        <translation>附件</translation>
    </message>
    <message>
        <source>Finance</source>
        <translation>财务部</translation>
    </message>
    <message>
        <source>Follow-up countersigned</source>
        <translation>回访复核</translation>
    </message>
    <message>
        <source>Follow-up given up</source>
        <translation>回访终止</translation>
    </message>
    <message>
        <source>Follow-up tried</source>
        <translation>回访未果</translation>
    </message>
    <message>
        <source>Followed up</source>
        <translation>已回访</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>无偿</translation>
    </message>
    <message>
        <source>From media or a department</source>
        <translation>媒体/部门转办</translation>
    </message>
    <message>
        <source>From the company</source>
        <translation>上级转办</translation>
    </message>
    <message>
        <source>General</source>
        <translation>一般</translation>
    </message>
    <message>
        <source>Handed over</source>
        <translation>已移交</translation>
    </message>
    <message>
        <source>Handled</source>
        <translation>已办结</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>已存</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>求助</translation>
    </message>
    <message>
        <source>High</source>
        <translation>高</translation>
    </message>
    <message>
        <source>Household</source>
        <translation>住户</translation>
    </message>
    <message>
        <source>Identity and moving-in confirmation</source>
        <translation>业主身份、入伙流程确认单</translation>
    </message>
    <message>
        <source>Impact</source>
        <translation>影响</translation>
    </message>
    <message>
        <source>In hand</source>
        <translation>处理中</translation>
    </message>
    <message>
        <source>In person</source>
        <translation>当面</translation>
    </message>
    <message>
        <source>Incidents in the premises</source>
        <translation>户内突发事件记录</translation>
    </message>
    <message>
        <source>Invalid</source>
        <translation>无效</translation>
    </message>
    <message>
        <source>Issued</source>
        <translation>已开单</translation>
    </message>
    <message>
        <source>Items handed out on moving in</source>
        <translation>入住物品发放确认单</translation>
    </message>
    <message>
        <source>Joined</source>
        <translation>已并入</translation>
    </message>
    <message>
        <source>Kept apart</source>
        <translation>确认非同一事项</translation>
    </message>
    <message>
        <source>Lessons drawn</source>
        <translation>四不放过</translation>
    </message>
    <message>
        <source>Letter</source>
        <translation>信函</translation>
    </message>
    <message>
        <source>Letters to the owner</source>
        <translation>发给业主的通知、协商函</translation>
    </message>
    <message>
        <source>Level set</source>
        <translation>已定级别</translation>
    </message>
    <message>
        <source>Limit extended</source>
        <translation>时限延期</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>遗失</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>低</translation>
    </message>
    <message>
        <source>Major</source>
        <translation>重大</translation>
    </message>
    <message>
        <source>Major complaint</source>
        <translation>重大投诉</translation>
    </message>
    <message>
        <source>Management contract with annexes</source>
        <translation>物业管理合同及附件</translation>
    </message>
    <message>
        <source>Marked as hard</source>
        <translation>标为疑难</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>无人接听</translation>
    </message>
    <message>
        <source>No time agreed</source>
        <translation>未能约定时间</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>普通</translation>
    </message>
    <message>
        <source>Not all back</source>
        <translation>未回齐</translation>
    </message>
    <message>
        <source>Not applicable</source>
        <translation>不适用</translation>
    </message>
    <message>
        <source>Not content</source>
        <translation>不满意</translation>
    </message>
    <message>
        <source>Not content at all</source>
        <translation>很不满意</translation>
    </message>
    <message>
        <source>Not returned</source>
        <translation>未回</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Noted on paper</source>
        <translation>补录</translation>
    </message>
    <message>
        <source>Notice of moving in</source>
        <translation>入伙通知书</translation>
    </message>
    <message>
        <source>Notices signed for</source>
        <translation>告知事项文件签收单</translation>
    </message>
    <message>
        <source>Odd job</source>
        <translation>零修</translation>
    </message>
    <message>
        <source>Office</source>
        <translation>管理处</translation>
    </message>
    <message>
        <source>Office head</source>
        <translation>物业主任</translation>
    </message>
    <message>
        <source>Old register</source>
        <translation>旧登记簿</translation>
    </message>
    <message>
        <source>On site</source>
        <translation>已到场</translation>
    </message>
    <message>
        <source>On the month's bill</source>
        <translation>并入管理费收费单</translation>
    </message>
    <message>
        <source>Opinion surveys</source>
        <translation>业主意见调查表</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Other papers</source>
        <translation>其他资料</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>未回</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>业主</translation>
    </message>
    <message>
        <source>Owner and family</source>
        <translation>业主及家属登记表</translation>
    </message>
    <message>
        <source>Owner's undertaking</source>
        <translation>业主承诺书</translation>
    </message>
    <message>
        <source>Parking</source>
        <translation>车位</translation>
    </message>
    <message>
        <source>Parts awaited</source>
        <translation>等配件</translation>
    </message>
    <message>
        <source>Passed on</source>
        <translation>转告</translation>
    </message>
    <message>
        <source>Passed to another team</source>
        <translation>转派</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>开始等待</translation>
    </message>
    <message>
        <source>Pets</source>
        <translation>宠物饲养登记表</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>来电</translation>
    </message>
    <message>
        <source>Phone shown</source>
        <translation>查看电话</translation>
    </message>
    <message>
        <source>Printed</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Progress reported</source>
        <translation>部门报进度</translation>
    </message>
    <message>
        <source>Promised</source>
        <translation>已约定时间</translation>
    </message>
    <message>
        <source>Public area</source>
        <translation>公共区域</translation>
    </message>
    <message>
        <source>Public body</source>
        <translation>市政</translation>
    </message>
    <message>
        <source>Put under a lead case</source>
        <translation>牵头件</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>品质部</translation>
    </message>
    <message>
        <source>Rather content</source>
        <translation>较满意</translation>
    </message>
    <message>
        <source>Reception clerk</source>
        <translation>客服前台</translation>
    </message>
    <message>
        <source>Referred</source>
        <translation>已引导</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>拒访</translation>
    </message>
    <message>
        <source>Registered</source>
        <translation>已登记</translation>
    </message>
    <message>
        <source>Reopened</source>
        <translation>重新办理</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>报修</translation>
    </message>
    <message>
        <source>Repairs reported</source>
        <translation>业主报修登记表</translation>
    </message>
    <message>
        <source>Repeat complaint</source>
        <translation>再次投诉</translation>
    </message>
    <message>
        <source>Reported to supervisor</source>
        <translation>已报告主管</translation>
    </message>
    <message>
        <source>Rerouted</source>
        <translation>已改派部门</translation>
    </message>
    <message>
        <source>Result back</source>
        <translation>部门反馈结果</translation>
    </message>
    <message>
        <source>Result signed</source>
        <translation>处理结果已签认</translation>
    </message>
    <message>
        <source>Resumed</source>
        <translation>继续处理</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>已回</translation>
    </message>
    <message>
        <source>Safety</source>
        <translation>安全</translation>
    </message>
    <message>
        <source>Sealing of the data</source>
        <translation>封存本人资料</translation>
    </message>
    <message>
        <source>Seen on patrol</source>
        <translation>巡查发现</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>特约服务</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>严重程度</translation>
    </message>
    <message>
        <source>Shop</source>
        <translation>商铺</translation>
    </message>
    <message>
        <source>Site inspection</source>
        <translation>现场检查</translation>
    </message>
    <message>
        <source>Slip returned</source>
        <translation>已回单</translation>
    </message>
    <message>
        <source>Slip void</source>
        <translation>单据作废</translation>
    </message>
    <message>
        <source>Small repair</source>
        <translation>小修</translation>
    </message>
    <message>
        <source>So-so</source>
        <translation>一般</translation>
    </message>
    <message>
        <source>Solution proposed</source>
        <translation>已提处理方案</translation>
    </message>
    <message>
        <source>Special measures arranged</source>
        <translation>已安排特殊措施</translation>
    </message>
    <message>
        <source>Specially closed</source>
        <translation>特殊关闭</translation>
    </message>
    <message>
        <source>Suggestion</source>
        <translation>建议</translation>
    </message>
    <message>
        <source>Supervisor</source>
        <translation>客服主管</translation>
    </message>
    <message>
        <source>Supervisor called the client</source>
        <translation>主管已亲自沟通</translation>
    </message>
    <message>
        <source>Tenant</source>
        <translation>租户</translation>
    </message>
    <message>
        <source>Tenants</source>
        <translation>房屋租户登记表</translation>
    </message>
    <message>
        <source>The client asks for it</source>
        <translation>业主要求</translation>
    </message>
    <message>
        <source>Third party</source>
        <translation>第三方</translation>
    </message>
    <message>
        <source>Time to be agreed</source>
        <translation>约时间</translation>
    </message>
    <message>
        <source>Traced</source>
        <translation>已追踪</translation>
    </message>
    <message>
        <source>Transfer</source>
        <translation>转账</translation>
    </message>
    <message>
        <source>Transferred</source>
        <translation>已转类</translation>
    </message>
    <message>
        <source>Under warranty</source>
        <translation>保修期内</translation>
    </message>
    <message>
        <source>Urgency</source>
        <translation>紧迫程度</translation>
    </message>
    <message>
        <source>Urgent</source>
        <translation>急修</translation>
    </message>
    <message>
        <source>Urgent meeting</source>
        <translation>紧急会议</translation>
    </message>
    <message>
        <source>Used before a restore</source>
        <translation>恢复前已用</translation>
    </message>
    <message>
        <source>Validity checked</source>
        <translation>已核实</translation>
    </message>
    <message>
        <source>Vehicles</source>
        <translation>车辆登记表</translation>
    </message>
    <message>
        <source>Very content</source>
        <translation>很满意</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>来访</translation>
    </message>
    <message>
        <source>Void</source>
        <translation>作废</translation>
    </message>
    <message>
        <source>Warranty over</source>
        <translation>已过保</translation>
    </message>
    <message>
        <source>WeChat</source>
        <translation>微信</translation>
    </message>
    <message>
        <source>Web</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Written complaints</source>
        <translation>业主书面投诉材料</translation>
    </message>
</context>
</TS>
